package org.monosem.harvest.transformer;

import java.util.ArrayList;
import java.util.List;
import org.monosem.core.HookPoint;

/** The kinds of hook points of a GPT-2, in the order of the forward pass. */
enum HookSite {
  EMBED("hook_embed"),
  POSITION("hook_pos_embed"),
  RESIDUAL_PRE("hook_resid_pre"),
  LN1("ln1.hook_normalized"),
  Z("attn.hook_z"),
  ATTENTION_OUT("hook_attn_out"),
  RESIDUAL_MID("hook_resid_mid"),
  LN2("ln2.hook_normalized"),
  MLP_PRE("mlp.hook_pre"),
  MLP_POST("mlp.hook_post"),
  MLP_OUT("hook_mlp_out"),
  RESIDUAL_POST("hook_resid_post"),
  FINAL_NORM("ln_final.hook_normalized");

  private final String suffix;

  HookSite(String suffix) {
    this.suffix = suffix;
  }

  /** One place of one model. */
  record Place(HookSite site, int layer, HookPoint hook) {}

  /** Returns every place of a model, in the order of the forward pass. */
  static List<Place> places(int layers) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(EMBED, 0, HookPoint.of(EMBED.suffix)));
    places.add(new Place(POSITION, 0, HookPoint.of(POSITION.suffix)));
    for (int layer = 0; layer < layers; layer++) {
      for (HookSite site : values()) {
        if (site.inBlock()) {
          places.add(new Place(site, layer, HookPoint.of("blocks." + layer + "." + site.suffix)));
        }
      }
    }
    places.add(new Place(FINAL_NORM, layers - 1, HookPoint.of(FINAL_NORM.suffix)));
    return List.copyOf(places);
  }

  private boolean inBlock() {
    return this != EMBED && this != POSITION && this != FINAL_NORM;
  }

  /** Whether the activations here are the residual stream itself, not something read from it. */
  boolean inResidualStream() {
    return this == EMBED || this == RESIDUAL_PRE || this == RESIDUAL_MID || this == RESIDUAL_POST;
  }

  /** Whether the activations here are the residual stream or are added to it as they are. */
  boolean addsToResidualStream() {
    return inResidualStream() || this == POSITION || this == ATTENTION_OUT || this == MLP_OUT;
  }

  int width(Gpt2Config config) {
    return this == MLP_PRE || this == MLP_POST ? config.dMlp() : config.dModel();
  }
}
