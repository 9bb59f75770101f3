package org.monosem.sae.evaluation;

import java.time.Instant;
import java.util.UUID;

/**
 * Which run a result in SAEBench's form is of.
 *
 * @param evalId a name that no other run has
 * @param time when it ended
 * @param releaseId the dictionary's release, a folder's name for one's own
 */
public record SaeBenchStamp(UUID evalId, Instant time, String releaseId) {}
