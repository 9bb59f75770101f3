package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDManager;
import org.monosem.harvest.transformer.Gpt2Config;
import org.monosem.harvest.transformer.Gpt2Trainer;
import org.monosem.harvest.transformer.TokenContexts;
import org.monosem.harvest.transformer.TrainingListener;
import org.monosem.harvest.transformer.TrainingPlan;

/** A transformer's training, some steps at a time. */
final class TransformerSteps implements Contender {
  /** Until a moving threshold has found its level. */
  private static final int SETTLING_STEPS = 16;

  private final Gpt2Trainer trainer;
  private final TokenContexts data;

  private TransformerSteps(Gpt2Trainer trainer, TokenContexts data) {
    this.trainer = trainer;
    this.data = data;
  }

  static TransformerSteps of(
      Gpt2Config config, TrainingPlan plan, TokenContexts data, NDManager manager) {
    TransformerSteps steps = new TransformerSteps(Gpt2Trainer.start(config, plan, manager), data);
    steps.run(SETTLING_STEPS);
    return steps;
  }

  @Override
  public void run(int times) {
    long last = trainer.step() + times;
    trainer.train(
        data,
        null,
        null,
        new TrainingListener() {
          @Override
          public void onStep(Step step) {
            if (step.step() == last) {
              trainer.requestStop();
            }
          }
        });
  }

  @Override
  public void close() {
    trainer.close();
  }
}
