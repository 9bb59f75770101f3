package org.monosem.core.hub;

import java.util.regex.Pattern;

/**
 * A repository of models on the hub, at a revision.
 *
 * @param id {@code organisation/name}
 * @param revision a branch, a tag or a commit
 */
public record HubRepository(String id, String revision) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
  private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]*");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one of them is none
   */
  public HubRepository {
    if (!ID.matcher(id).matches() || id.contains("..")) {
      throw new IllegalArgumentException("repository: expected organisation/name, got " + id);
    }
    if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
      throw new IllegalArgumentException(
          "revision: expected a branch, tag or commit, got " + revision);
    }
  }
}
