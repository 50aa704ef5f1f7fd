package io.larder.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.storage.codec.ValueSamples.Color;
import io.larder.storage.codec.ValueSamples.Line;
import io.larder.storage.codec.ValueSamples.Order;
import io.larder.storage.codec.ValueSamples.Replaced;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializationFilterTest {

  private static boolean allows(String patterns, String className) {
    return SerializationFilter.of(patterns).allows(className);
  }

  @Test
  void patternsMeanWhatTheySay() {
    assertThat(allows("com.acme.Order", "com.acme.Order")).isTrue();
    assertThat(allows("com.acme.Order", "com.acme.Order$Line")).isFalse();
    assertThat(allows("com.acme.Order", "com.acme.Orders")).isFalse();
    assertThat(allows("com.acme.*", "com.acme.Order$Line")).isTrue();
    assertThat(allows("com.acme.*", "com.acme.sub.Order")).isFalse();
    assertThat(allows("com.acme.*", "com.acmes.Order")).isFalse();
    assertThat(allows("com.acme.**", "com.acme.sub.deep.Order")).isTrue();
    assertThat(allows("com.acme.**", "com.acmes.Order")).isFalse();
    assertThat(allows(" a.B , com.acme.* ,", "com.acme.Order")).isTrue();
    assertThat(allows("**", "anything.At")).isTrue();
    assertThat(allows("", "anything.At")).isFalse();
  }

  @Test
  void aRefusalWinsWhereverItStands() {
    assertThat(allows("com.acme.**,!com.acme.Bad", "com.acme.Bad")).isFalse();
    assertThat(allows("!com.acme.bad.*,**", "com.acme.bad.Order")).isFalse();
    assertThat(allows("!com.acme.bad.*,**", "com.acme.good.Order")).isTrue();
    assertThat(allows("!java.util.ArrayList", "java.util.ArrayList")).isFalse();
  }

  @Test
  void arraysAndPrimitivesGoByTheirElement() {
    assertThat(allows("com.acme.*", "[[Lcom.acme.Order;")).isTrue();
    assertThat(allows("", "[Lcom.acme.Order;")).isFalse();
    assertThat(allows("", "[[I")).isTrue();
    assertThat(allows("", "int")).isTrue();
    assertThat(allows("", "I2")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.net.URL",
        "java.lang.Runtime",
        "java.lang.ProcessBuilder",
        "java.lang.invoke.SerializedLambda",
        "java.util.logging.Handler",
        "java.util.ServiceLoader",
        "org.hibernate.engine.spi.TypedValue",
        "org.springframework.beans.factory.ObjectFactory",
        "javax.management.BadAttributeValueExpException"
      })
  void theBuiltInListHasNoRiskyClass(String className) {
    assertThat(allows("", className)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javax.management.BadAttributeValueExpException",
        "java.rmi.server.UnicastRemoteObject",
        "com.sun.rowset.JdbcRowSetImpl",
        "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
        "org.apache.commons.collections.functors.InvokerTransformer",
        "java.security.SignedObject",
        "[Ljava.security.SignedObject;"
      })
  void whatSerializationIsAttackedWithIsRefusedEvenUnderAllOrByName(String className) {
    assertThat(allows("**", className)).isFalse();
    assertThat(SerializationFilter.of("**").refusal(List.of(className)))
        .hasMessageContaining("attacked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com..acme", "com.acme.", "*", "com.*.Order", "com.ac me", "!", ".**"})
  void aMalformedPatternIsNamedWithItsSetting(String pattern) {
    assertThatThrownBy(() -> SerializationFilter.of("a.B," + pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.serialization.allow")
        .hasMessageContaining("\"" + pattern.replace("!", "") + "\"");
  }

  @Test
  void declaredTypesAreAllowedAndNotTheirNeighbours() {
    SerializationFilter filter =
        SerializationFilter.of("").withClasses(Order[].class).withClasses(Color.class, int.class);
    assertThat(filter.allows(Order.class)).isTrue();
    assertThat(filter.allows(Color.class)).isTrue();
    assertThat(filter.allows(Line.class)).isFalse();
    assertThat(SerializationFilter.of("!" + Order.class.getName()).withClasses(Order.class))
        .matches(refusing -> !refusing.allows(Order.class));
  }

  @Test
  void allRefusedClassesOfAGraphAndTheShortestLine() {
    List<Object> graph =
        new ArrayList<>(
            List.of(new Order("a", List.of(new Line("b", 1))), Color.RED, new Replaced("r")));
    ValueCodec codec = new ValueCodec(ValueSamples.LOADER, SerializationFilter.of("com.acme.X"));
    RefusedClassException refused =
        catchThrowableOfType(RefusedClassException.class, () -> codec.encode(graph));
    String samples = ValueSamples.class.getName();
    assertThat(refused.refusedClasses())
        .containsExactly(
            samples + "$Color", samples + "$Form", samples + "$Line", samples + "$Order");
    assertThat(refused)
        .hasMessageContaining(
            "set larder.serialization.allow=com.acme.X,io.larder.storage.codec.*.");
    ValueCodec fixed =
        new ValueCodec(
            ValueSamples.LOADER, SerializationFilter.of("com.acme.X,io.larder.storage.codec.*"));
    assertThat(fixed.decode(fixed.encode(graph))).isEqualTo(graph);
  }

  @Test
  void fewClassesAreSuggestedByName() {
    assertThat(AllowSuggestion.shortest(Set.of("a.b.C", "a.b.D", "x.Y"))).hasSize(3);
    assertThat(AllowSuggestion.shortest(List.of("x.Y", "a.b.C", "a.b.D", "a.b.E$F")))
        .containsExactly("a.b.*", "x.Y");
    assertThat(AllowSuggestion.shortest(List.of("A", "B", "C"))).containsExactly("A", "B", "C");
  }
}
