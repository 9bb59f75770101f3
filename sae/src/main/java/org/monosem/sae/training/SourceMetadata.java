package org.monosem.sae.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.ActivationPart;
import org.monosem.core.Crosscoder;
import org.monosem.sae.objective.RowLayout;

/**
 * Says in a dictionary's metadata where its activations come from, as far as the source knows: in
 * SAELens's keys {@code model_name}, {@code hook_name} and {@code hook_name_out}; a crosscoder's
 * sources in the form of {@link Crosscoder}.
 */
final class SourceMetadata {
  private SourceMetadata() {}

  static Map<String, Object> of(RowLayout layout, TrainingData data) {
    List<ActivationPart> parts = data.source().parts();
    Map<String, Object> metadata = new LinkedHashMap<>();
    boolean crosscoder = !layout.isTranscoder() && !layout.parts().isEmpty();
    if (crosscoder) {
      metadata.put(Crosscoder.SOURCES, sources(layout.parts(), parts));
    } else if (parts.size() == (layout.isTranscoder() ? 2 : 1)) {
      metadata.put("model_name", parts.get(0).model());
      metadata.put("hook_name", parts.get(0).hook().name());
      if (layout.isTranscoder()) {
        metadata.put("hook_name_out", parts.get(1).hook().name());
      }
    }
    return metadata;
  }

  private static List<Map<String, Object>> sources(List<Long> widths, List<ActivationPart> parts) {
    List<Map<String, Object>> sources = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      Map<String, Object> source = new LinkedHashMap<>();
      if (parts.size() == widths.size()) {
        source.put("model_name", parts.get(i).model());
        source.put("hook_name", parts.get(i).hook().name());
      }
      source.put("width", widths.get(i));
      sources.add(source);
    }
    return sources;
  }
}
