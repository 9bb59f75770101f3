package org.monosem.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;

/** The arrows between modules and packages, and what library code never does. */
@AnalyzeClasses(packages = "org.monosem", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "org.monosem.core..";
  private static final String SAE = "org.monosem.sae..";
  private static final String HARVEST = "org.monosem.harvest..";
  private static final String EXAMPLES = "org.monosem.examples..";

  @ArchTest
  static final ArchRule coreKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SAE, HARVEST, EXAMPLES);

  @ArchTest
  static final ArchRule saeKnowsOnlyCore =
      noClasses()
          .that()
          .resideInAPackage(SAE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HARVEST, EXAMPLES);

  @ArchTest
  static final ArchRule harvestKnowsOnlyCore =
      noClasses()
          .that()
          .resideInAPackage(HARVEST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SAE, EXAMPLES);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.monosem.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyKernelsTouchThePyTorchEngine =
      noClasses()
          .that(resideOutsideOfPackages("org.monosem.core.kernel"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch..");

  @ArchTest
  static final ArchRule onlyHarvestTouchesTheTokenizers =
      noClasses()
          .that(resideOutsideOfPackages("org.monosem.harvest.tokenizer"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.huggingface..");

  @ArchTest
  static final ArchRule librariesNeverPrint =
      noClasses()
          .that(resideInAnyPackage(CORE, SAE, HARVEST))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule librariesNeverExit =
      noClasses()
          .that(resideInAnyPackage(CORE, SAE, HARVEST))
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule nobodyDeserialisesJavaObjects =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  @ArchTest
  static final ArchRule commandsStayInside =
      classes()
          .that()
          .haveSimpleNameEndingWith("Command")
          .and()
          .resideInAPackage("org.monosem.examples.cli")
          .should()
          .notBePublic();
}
