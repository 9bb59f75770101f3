package org.monosem.core.groundtruth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a dictionary found the atoms, see {@link DictionaryRecovery}. A figure over nothing is
 * NaN.
 *
 * @param atoms the number of atoms
 * @param features the number of features, {@code dSae}
 * @param rows the rows on which firing was compared
 * @param atomCosine mean over atoms of the largest cosine with a feature (MMCS): was everything
 *     found
 * @param featureCosine mean over features of the largest cosine with an atom (MMCS the other way):
 *     is everything found true
 * @param matchedCosine mean over atoms of the cosine with the matched feature, 0 if there is none
 * @param recovered share of atoms whose largest cosine is above {@link
 *     DictionaryRecovery#RECOVERED}
 * @param matchedRecovered share of atoms whose matched cosine is
 * @param uniqueness the number of different atoms that features are nearest to, over the number of
 *     features or of atoms, whichever is less
 * @param firedAtoms atoms that fired on the rows; the means below are over these
 * @param precision mean over them: of the rows on which the matched feature fires, the share on
 *     which the atom does; 0 if the feature never fires or there is none
 * @param recall mean over them: of the rows on which the atom fires, the share on which the matched
 *     feature does
 * @param f1 mean over them of {@code 2 TP / (2 TP + FP + FN)}
 * @param trueL0 active atoms a row
 * @param l0 active features a row
 */
public record RecoveryReport(
    int atoms,
    int features,
    long rows,
    double atomCosine,
    double featureCosine,
    double matchedCosine,
    double recovered,
    double matchedRecovered,
    double uniqueness,
    int firedAtoms,
    double precision,
    double recall,
    double f1,
    double trueL0,
    double l0) {

  /** Returns the figures by name, ready for JSON; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("atoms", (long) atoms);
    fields.put("features", (long) features);
    fields.put("rows", rows);
    fields.put("mmcs_atoms", atomCosine);
    fields.put("mmcs_features", featureCosine);
    fields.put("matched_cosine", matchedCosine);
    fields.put("recovered", recovered);
    fields.put("matched_recovered", matchedRecovered);
    fields.put("uniqueness", uniqueness);
    fields.put("fired_atoms", (long) firedAtoms);
    fields.put("precision", precision);
    fields.put("recall", recall);
    fields.put("f1", f1);
    fields.put("true_l0", trueL0);
    fields.put("l0", l0);
    fields.values().removeIf(value -> value instanceof Double d && !Double.isFinite(d));
    return fields;
  }
}
