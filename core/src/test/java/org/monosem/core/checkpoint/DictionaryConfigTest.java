package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.activation.ActivationFunction;

class DictionaryConfigTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void factoriesAndChangesSayWhatTheyName() {
    DictionaryConfig config = DictionaryConfig.jumpRelu(4, 8, true).withMetadata("seed", 3L);
    assertThat(config.kind()).isEqualTo(DictionaryKind.AUTOENCODER);
    assertThat(config.dOut()).isEqualTo(4);
    assertThat(config.inputNormalisation()).isEqualTo(InputNormalisation.NONE);
    DictionaryConfig transcoder = config.asTranscoder(DictionaryKind.SKIP_TRANSCODER, 5);
    assertThat(transcoder.dOut()).isEqualTo(5);
    assertThat(transcoder.applyDecoderBiasToInput()).isFalse();
    assertThat(transcoder.metadata()).containsEntry("seed", 3L);
    assertThat(transcoder.extraShapes())
        .containsExactly(Map.entry("threshold", new Shape(8)), Map.entry("wSkip", new Shape(5, 4)));
    assertThat(DictionaryConfig.gated(4, 8, true).extraShapes()).containsOnlyKeys("rMag", "bMag");
    assertThat(config.withActivation(ActivationFunction.relu()).extraShapes()).isEmpty();
    assertThat(config.withMetadata(Map.of()).metadata()).isEmpty();
  }

  @Test
  void partsThatDoNotGoTogetherAreNamed() {
    DictionaryConfig config = DictionaryConfig.relu(1, 8, true);
    assertThatThrownBy(() -> DictionaryConfig.relu(0, 8, true))
        .hasMessage("dictionary: dIn and dSae must be at least 1, got dIn=0, dSae=8");
    assertThatThrownBy(() -> config.asTranscoder(DictionaryKind.TRANSCODER, 0))
        .hasMessage("dictionary: dOut must be at least 1, got 0");
    assertThatThrownBy(() -> config.asTranscoder(DictionaryKind.AUTOENCODER, 1))
        .hasMessage("dictionary: expected a kind of transcoder, got AUTOENCODER");
    assertThatThrownBy(() -> config.withInputNormalisation(InputNormalisation.LAYER_NORM))
        .hasMessage("dictionary: a standard deviation needs dIn of at least 2, got dIn=1");
    assertThatThrownBy(() -> with(DictionaryKind.TRANSCODER, 1, true))
        .hasMessage(
            "dictionary: a transcoder's bDec is of another hook than its input and cannot be"
                + " subtracted from it, got applyDecoderBiasToInput=true");
    assertThatThrownBy(() -> with(DictionaryKind.AUTOENCODER, 3, true))
        .hasMessage("dictionary: an autoencoder has dOut=dIn=1, got dOut=3");
  }

  @Test
  void everyWeightThatIsNeededMustBeThereAndNoOther() {
    NDArray column = manager.zeros(new Shape(8));
    DictionaryConfig jump = DictionaryConfig.jumpRelu(4, 8, true);
    assertThatThrownBy(() -> checkpoint(jump, ExtraWeights.none()))
        .hasMessage("threshold: a jumprelu autoencoder needs this weight, got only []");
    assertThatThrownBy(() -> checkpoint(jump, ExtraWeights.magnitudes(column, column)))
        .hasMessage("threshold: a jumprelu autoencoder needs this weight, got only [rMag, bMag]");
    assertThatThrownBy(() -> checkpoint(jump, ExtraWeights.threshold(column).and("bMag", column)))
        .hasMessage("bMag: a jumprelu autoencoder has no such weight");
    assertThatThrownBy(() -> checkpoint(jump, ExtraWeights.threshold(manager.zeros(new Shape(4)))))
        .hasMessage("threshold: expected [dSae] = (8), got (4)");
    NDArray doubles = manager.zeros(new Shape(8), DataType.FLOAT64);
    assertThatThrownBy(() -> checkpoint(jump, ExtraWeights.threshold(doubles)))
        .hasMessage("threshold: expected float32, got float64");
    DictionaryConfig skip =
        DictionaryConfig.relu(4, 8, true).asTranscoder(DictionaryKind.SKIP_TRANSCODER, 4);
    assertThatThrownBy(
            () -> checkpoint(skip, ExtraWeights.none().andSkip(manager.zeros(new Shape(4, 5)))))
        .hasMessage("wSkip: expected [dOut, dIn] = (4, 4), got (4, 5)");
    assertThatThrownBy(() -> checkpoint(skip, ExtraWeights.none()))
        .hasMessage("wSkip: a relu skip transcoder needs this weight, got only []");
  }

  private DictionaryCheckpoint checkpoint(DictionaryConfig config, ExtraWeights extra) {
    NDArray matrix = manager.zeros(new Shape(8, 4));
    return new DictionaryCheckpoint(
        config, matrix, manager.zeros(new Shape(8)), matrix, manager.zeros(new Shape(4)), extra);
  }

  private static DictionaryConfig with(DictionaryKind kind, int dOut, boolean subtract) {
    return new DictionaryConfig(
        1, 8, dOut, kind, ActivationFunction.relu(), subtract, InputNormalisation.NONE, Map.of());
  }
}
