package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.harvest.transformer.regularisation.Inhibition;
import org.monosem.harvest.transformer.regularisation.Inhibition.Choice;
import org.monosem.harvest.transformer.regularisation.Inhibition.Effect;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation.Site;
import org.monosem.harvest.transformer.regularisation.Regularisation;
import picocli.CommandLine;

/** Every option shows in what the training is told. */
class RegularisationOptionsTest {

  private static Regularisation of(String... words) {
    return CommandLine.populateCommand(new RegularisationOptions(), words).regularisation(4);
  }

  @Test
  void nothingIsAskedForByDefault() {
    assertThat(of()).isEqualTo(Regularisation.NONE);
  }

  @Test
  void theDefaultsAreThoseOfTheLibrary() {
    assertThat(of("--inhibit", "1,2")).isEqualTo(Regularisation.of(Inhibition.of(List.of(1, 2))));
    assertThat(of("--decorrelate", "3"))
        .isEqualTo(Regularisation.of(LayerDecorrelation.of(List.of(3))));
  }

  @Test
  void everyOptionHasItsPlace() {
    assertThat(
            of(
                "--inhibit=0",
                "--inhibit-site=activation",
                "--inhibit-choice=moving-threshold",
                "--inhibit-share=0.03",
                "--inhibit-eta=5",
                "--inhibit-effect=log-loss",
                "--inhibit-weight=0.25",
                "--inhibit-warm-up=100",
                "--decorrelate=0,1",
                "--decorrelation-weight=0.5",
                "--decorrelation-rows=64",
                "--decorrelation-site=activation",
                "--decorrelation-raw"))
        .isEqualTo(
            new Regularisation(
                new Inhibition(
                    List.of(0),
                    Choice.MOVING_THRESHOLD,
                    0.03,
                    5,
                    Effect.LOG_LOSS,
                    0.25,
                    100,
                    Inhibition.Site.ACTIVATION),
                new LayerDecorrelation(List.of(0, 1), 0.5, 64, Site.ACTIVATION, false)));
  }
}
