package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.FeatureEncoder;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.encoder.Precision;
import org.monosem.core.safetensors.SafetensorsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rows of activations from a file in, features and reconstructions out. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Encode the rows of a tensor. Writes reconstruction [rows, dIn] and, sparse,",
      "features.offsets [rows + 1], features.ids and features.values; or with --dense",
      "features [rows, dSae]. Axes before the last count as rows."
    })
final class EncodeCommand extends CliCommand {
  @Option(names = "--sae", required = true, paramLabel = "DIR", description = "The dictionary.")
  Path sae;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE[:TENSOR]",
      description = "A safetensors file; the tensor's name if it holds more than one.")
  String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The safetensors file to write.")
  Path output;

  @Option(names = "--dense", description = "Write features with every zero.")
  boolean dense;

  @Option(
      names = "--precision",
      defaultValue = "FP32",
      paramLabel = "PRECISION",
      description = {
        "The encoder's product: FP32; FP32_VIA_BF16, the same to rounding, faster where the",
        "processor multiplies bfloat16; BF16, TF32 (GPU), not exact. Default ${DEFAULT-VALUE}."
      })
  Precision precision;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    Place place = Place.of(input);
    Input.requireFile("--input", place.file());
    Output.requireFile("--output", output);
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(sae, manager);
        FeatureEncoder encoder = dictionary.encoder(precision);
        SafetensorsFile file = SafetensorsFile.open(place.file())) {
      RowTensor tensor = new RowTensor(file, place.tensor(file), dictionary.dIn());
      EncodedRows encoded = new EncodedRows(dictionary, encoder, tensor.rows(), dense);
      encoded.readFrom(tensor, stop);
      encoded.write(output);
      result.put("output", output.toString());
      result.put("rows", encoded.rows());
      result.put("d_in", dictionary.dIn());
      result.put("d_sae", dictionary.dSae());
      result.put("precision", precision.name());
      result.put("mean_l0", encoded.meanL0());
    }
  }

  /** {@code FILE[:TENSOR]}; a file whose name holds a colon is taken as it stands. */
  private record Place(Path file, @Nullable String name) {
    static Place of(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0 || Files.exists(Path.of(text))) {
        return new Place(Path.of(text), null);
      }
      return new Place(Path.of(text.substring(0, colon)), text.substring(colon + 1));
    }

    String tensor(SafetensorsFile open) {
      if (name != null) {
        return name;
      }
      if (open.names().size() != 1) {
        throw new UsageException(
            "--input: %s holds %d tensors %s; say which as FILE:TENSOR"
                .formatted(file, open.names().size(), open.names()));
      }
      return open.names().iterator().next();
    }
  }
}
