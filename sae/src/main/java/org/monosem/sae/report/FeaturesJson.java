package org.monosem.sae.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.Tokenizer;
import org.monosem.sae.feature.ContextExample;
import org.monosem.sae.feature.DomainShare;
import org.monosem.sae.feature.FeatureEvidence;
import org.monosem.sae.feature.FeatureScore;
import org.monosem.sae.feature.TokenWeight;

/**
 * Writes {@code features.json}.
 *
 * <p>Fields: {@code format} (1), {@code title}, {@code metrics} and {@code facts} (objects of
 * {@code label}, {@code value}, {@code note}), {@code dSae}, {@code tokens}, {@code dead}, {@code
 * features}. A feature has {@code id}, {@code density}, {@code activeTokens}, {@code mean}, {@code
 * max}, {@code histogram} ({@code binWidth}, {@code counts}), {@code domains} ({@code domain},
 * {@code activationShare}, {@code tokenShare}), {@code promoted} and {@code suppressed} ({@code
 * token}, {@code text}, {@code weight}), {@code nextTokenQuantile} (null if unknown); one that has
 * a card also {@code clarity} and {@code topContexts} ({@code tokens}, {@code texts}, {@code
 * activations}, {@code center}, {@code position}, {@code domain}, {@code source}).
 */
final class FeaturesJson {
  private static final int FORMAT = 1;

  private final Report report;
  private final Tokenizer tokenizer;
  private final Map<Integer, FeatureScore> cards = new HashMap<>();

  FeaturesJson(Report report, Tokenizer tokenizer) {
    this.report = report;
    this.tokenizer = tokenizer;
    report.clearest().forEach(score -> cards.put(score.feature(), score));
  }

  void writeTo(OutputStream out) throws IOException {
    JsonWriter json = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    json.beginObject().name("format").value(FORMAT).name("title").value(report.title());
    metrics(json, "metrics", report.metrics());
    metrics(json, "facts", report.facts());
    json.name("dSae").value(report.evidence().dSae());
    json.name("tokens").value(report.evidence().tokens().total());
    json.name("dead").value(report.evidence().dead());
    json.name("features").beginArray();
    for (FeatureEvidence evidence : report.evidence().features()) {
      feature(json, evidence, cards.get(evidence.feature()));
    }
    json.endArray().endObject().flush();
  }

  private static void metrics(JsonWriter json, String name, List<Metric> metrics)
      throws IOException {
    json.name(name).beginArray();
    for (Metric metric : metrics) {
      json.beginObject().name("label").value(metric.label());
      json.name("value").value(metric.value()).name("note").value(metric.note()).endObject();
    }
    json.endArray();
  }

  private void feature(JsonWriter json, FeatureEvidence evidence, @Nullable FeatureScore score)
      throws IOException {
    json.beginObject().name("id").value(evidence.feature());
    json.name("density").value(evidence.density());
    json.name("activeTokens").value(evidence.activity().activeTokens());
    json.name("mean").value(evidence.activity().mean());
    json.name("max").value(evidence.maximum());
    histogram(json, evidence);
    domains(json, evidence.domains());
    weights(json, "promoted", evidence.logits().promoted());
    weights(json, "suppressed", evidence.logits().suppressed());
    number(json, "nextTokenQuantile", evidence.logits().nextTokenQuantile());
    if (score != null) {
      json.name("clarity").value(score.score());
      contexts(json, evidence.topContexts());
    }
    json.endObject();
  }

  private static void histogram(JsonWriter json, FeatureEvidence evidence) throws IOException {
    json.name("histogram").beginObject();
    json.name("binWidth").value(evidence.activity().histogram().binWidth());
    json.name("counts").beginArray();
    for (long count : evidence.activity().histogram().counts()) {
      json.value(count);
    }
    json.endArray().endObject();
  }

  private static void domains(JsonWriter json, List<DomainShare> domains) throws IOException {
    json.name("domains").beginArray();
    for (DomainShare share : domains) {
      json.beginObject().name("domain").value(share.domain());
      json.name("activationShare").value(share.activationShare());
      json.name("tokenShare").value(share.tokenShare()).endObject();
    }
    json.endArray();
  }

  private void weights(JsonWriter json, String name, List<TokenWeight> weights) throws IOException {
    json.name(name).beginArray();
    for (TokenWeight weight : weights) {
      json.beginObject().name("token").value(weight.token());
      json.name("text").value(tokenizer.display(weight.token()));
      number(json, "weight", weight.weight());
      json.endObject();
    }
    json.endArray();
  }

  private void contexts(JsonWriter json, List<ContextExample> examples) throws IOException {
    json.name("topContexts").beginArray();
    for (ContextExample example : examples) {
      json.beginObject().name("tokens").beginArray();
      for (int i = 0; i < example.length(); i++) {
        json.value(example.token(i));
      }
      json.endArray().name("texts").beginArray();
      for (int i = 0; i < example.length(); i++) {
        json.value(tokenizer.display(example.token(i)));
      }
      json.endArray().name("activations").beginArray();
      for (int i = 0; i < example.length(); i++) {
        json.value(example.activation(i));
      }
      json.endArray().name("center").value(example.center());
      json.name("position").value(example.position());
      json.name("domain").value(example.document().domain());
      json.name("source").value(example.document().source()).endObject();
    }
    json.endArray();
  }

  /** JSON has no NaN and no infinities; they become null. */
  private static void number(JsonWriter json, String name, double value) throws IOException {
    json.name(name);
    if (Double.isFinite(value)) {
      json.value(value);
    } else {
      json.nullValue();
    }
  }
}
