package io.larder.tck.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: faces, replication and jobs on the storage contract alone, backends
 * on what they share, and nothing back.
 */
class ArchitectureTest {

  private static final JavaClasses LARDER =
      new ClassFileImporter()
          .withImportOption(ArchitectureTest::isShipped)
          .importPackages("io.larder");

  @Test
  void everyPackageIsSeen() {
    List<String> declared =
        SourceTree.ofRepository().javaFiles().stream()
            .filter(file -> file.endsWith("package-info.java"))
            .map(Path::toString)
            .filter(file -> file.contains("src/main/java/io/larder/"))
            // Not shipped, and built by a profile alone.
            .filter(file -> !file.startsWith("benchmarks/"))
            .map(ArchitectureTest::packageName)
            .toList();
    Set<String> imported =
        LARDER.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(declared).hasSizeGreaterThan(7).containsExactlyInAnyOrderElementsOf(imported);
  }

  @Test
  void partsUseOnlyWhatTheDesignAllows() {
    classes().should(useOnlyAllowedParts()).check(LARDER);
  }

  @Test
  void partsHaveNoCycles() {
    slices().matching("io.larder.(*)..").should().beFreeOfCycles().check(LARDER);
  }

  @Test
  void noClassIsADrawer() {
    assertThat(LARDER)
        .filteredOn(type -> DrawerName.isOne(type.getSimpleName()))
        .extracting(JavaClass::getName)
        .isEmpty();
  }

  private static ArchCondition<JavaClass> useOnlyAllowedParts() {
    return new ArchCondition<>("use only the parts that the design allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<Part> own = Part.of(type.getPackageName());
        if (own.isEmpty()) {
          events.add(violated(type, type.getName() + " is in no part: add its package to Part"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Part.of(dependency.getTargetClass().getPackageName())
              .filter(used -> !own.get().mayUse(used))
              .ifPresent(
                  used ->
                      events.add(
                          violated(
                              type, own.get().name() + " -> " + used.name() + ": " + dependency)));
        }
      }
    };
  }

  private static boolean isShipped(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }

  private static String packageName(String file) {
    String marker = "src/main/java/";
    int start = file.indexOf(marker) + marker.length();
    return file.substring(start, file.lastIndexOf('/')).replace('/', '.');
  }
}
