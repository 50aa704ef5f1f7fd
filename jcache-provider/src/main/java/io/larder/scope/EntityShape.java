package io.larder.scope;

import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a class stand for an owner. Annotations are known by their names, so that none of
 * their libraries is needed.
 *
 * @param type the owner's type
 * @param id reads which owner
 */
record EntityShape(String type, IdReading id) {

  private static final Set<String> ENTITY =
      Set.of("jakarta.persistence.Entity", "javax.persistence.Entity");
  private static final Set<String> ID =
      Set.of(
          "jakarta.persistence.Id",
          "jakarta.persistence.EmbeddedId",
          "javax.persistence.Id",
          "javax.persistence.EmbeddedId");
  private static final Set<String> GENERATED =
      Set.of("jakarta.persistence.GeneratedValue", "javax.persistence.GeneratedValue");

  /** Finds out an object's id; null if it has none yet. */
  interface IdReading {
    @Nullable Object read(Object entity) throws ReflectiveOperationException;
  }

  /** That of a class; nothing if its objects stand for no owner. */
  static Optional<EntityShape> of(Class<?> type) {
    if (HibernateProxies.isOne(type)) {
      return of(type.getSuperclass())
          .map(shape -> new EntityShape(shape.type(), HibernateProxies::id));
    }
    return id(type).map(id -> new EntityShape(name(type), id));
  }

  private static Optional<IdReading> id(Class<?> type) {
    List<AccessibleObject> marked = new ArrayList<>();
    for (Class<?> declaring : fromTheTop(type)) {
      Stream.of(declaring.getDeclaredFields(), declaring.getDeclaredMethods())
          .flatMap(Arrays::stream)
          .filter(member -> annotation(member, ID) != null)
          .forEach(marked::add);
    }
    if (marked.size() > 1) {
      return Optional.of(entity -> refuse(marked));
    }
    return marked.isEmpty() ? getter(type) : Optional.of(reading(marked.get(0)));
  }

  private static Object refuse(List<AccessibleObject> marked) {
    List<String> names = marked.stream().map(member -> ((Member) member).getName()).toList();
    throw new IllegalStateException(
        "it has several that are marked as such, " + String.join(", ", names));
  }

  private static IdReading reading(AccessibleObject member) {
    boolean zeroIsNone = annotation(member, GENERATED) != null && isPrimitive(member);
    return entity -> {
      member.setAccessible(true);
      Object id =
          member instanceof Field field ? field.get(entity) : ((Method) member).invoke(entity);
      return zeroIsNone && id instanceof Number number && number.longValue() == 0 ? null : id;
    };
  }

  private static boolean isPrimitive(AccessibleObject member) {
    return member instanceof Field field
        ? field.getType().isPrimitive()
        : ((Method) member).getReturnType().isPrimitive();
  }

  private static Optional<IdReading> getter(Class<?> type) {
    if (Proxy.isProxyClass(type) || type.getSimpleName().isEmpty()) {
      return Optional.empty();
    }
    return Stream.of("getId", "id")
        .flatMap(name -> Arrays.stream(type.getMethods()).filter(m -> m.getName().equals(name)))
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() != void.class)
        .findFirst()
        .map(EntityShape::reading);
  }

  private static String name(Class<?> type) {
    String name = type.getSimpleName();
    for (Class<?> declaring : fromTheTop(type)) {
      Annotation entity = annotation(declaring, ENTITY);
      if (entity != null) {
        String given = given(entity);
        name = given.isEmpty() ? declaring.getSimpleName() : given;
        break;
      }
    }
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static String given(Annotation entity) {
    try {
      return (String) entity.annotationType().getMethod("name").invoke(entity);
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException("@Entity has a name, and that is a text", unknown);
    }
  }

  private static Deque<Class<?>> fromTheTop(Class<?> type) {
    Deque<Class<?>> line = new ArrayDeque<>();
    for (Class<?> next = type; next != null; next = next.getSuperclass()) {
      line.addFirst(next);
    }
    return line;
  }

  private static @Nullable Annotation annotation(AnnotatedElement marked, Set<String> names) {
    for (Annotation annotation : marked.getAnnotations()) {
      if (names.contains(annotation.annotationType().getName())) {
        return annotation;
      }
    }
    return null;
  }
}
