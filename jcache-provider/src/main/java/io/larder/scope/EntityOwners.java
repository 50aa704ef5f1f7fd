package io.larder.scope;

import io.larder.scope.EntityShape.IdReading;
import java.util.Optional;

/**
 * Understands entities of JPA, old and new, and other objects that have an id.
 *
 * <ol>
 *   <li>The type is the name of the entity, or of the topmost one if entities inherit from one
 *       another, with a lower-case first letter: ids are unique among those. So a proxy is the same
 *       owner as what it stands for.
 *   <li>The id is what {@code @Id} or {@code @EmbeddedId} marks, a field or a getter.
 *   <li>Of other classes the type is their simple name, and the id what {@code getId()} or {@code
 *       id()} returns.
 * </ol>
 *
 * Thread-safe.
 */
final class EntityOwners implements ScopeResolver {

  private static final ClassValue<Optional<EntityShape>> SHAPES =
      new ClassValue<>() {
        @Override
        protected Optional<EntityShape> computeValue(Class<?> type) {
          return EntityShape.of(type);
        }
      };

  @Override
  public Optional<Owner> resolve(Object entity) {
    return SHAPES
        .get(entity.getClass())
        .map(shape -> new Owner(shape.type(), id(entity, shape.id(), shape.type())));
  }

  private static String id(Object entity, IdReading reading, String type) {
    Object id;
    try {
      id = reading.read(entity);
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          "The id of a %s cannot be read: %s. Give the scopes a ScopeResolver for it."
              .formatted(entity.getClass().getName(), unreadable),
          unreadable);
    }
    if (id == null) {
      throw new IllegalArgumentException(
          "This %s has no id yet, so it has no scope: save it first.".formatted(type));
    }
    return IdTexts.of(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The id of a %s is a %s, which is no text, number or other plain value, nor a"
                            .formatted(entity.getClass().getName(), id.getClass().getName())
                        + " record of such. Give the scopes a ScopeResolver for it."));
  }
}
