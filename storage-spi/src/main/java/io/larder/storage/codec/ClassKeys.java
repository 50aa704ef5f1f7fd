package io.larder.storage.codec;

import org.jspecify.annotations.Nullable;

/**
 * Components that are written with the name of their class: enum constants, classes, records, and
 * other serializable objects by their fields. Enum constants sort by class and constant name,
 * records by class and then as tuples.
 */
final class ClassKeys {

  private final ClassResolver resolver;
  private final PerClass<RecordKeyType> records;
  private final PerClass<ObjectKeyType> objects;

  ClassKeys(Components components, ClassResolver resolver, boolean anyClass) {
    this.resolver = resolver;
    this.records =
        new PerClass<>(
            type -> requireFound(type, new RecordKeyType(type, components, allows(type))));
    this.objects =
        new PerClass<>(
            type ->
                requireFound(type, new ObjectKeyType(type, components, allows(type), anyClass)));
  }

  KeyType typeFor(Class<?> type) {
    if (Enum.class.isAssignableFrom(type)) {
      return new EnumKeyType();
    }
    if (type == Class.class) {
      return new ClassKeyType();
    }
    return type.isRecord() ? records.get(type) : objects.get(type);
  }

  /** Reads what follows the tag, or returns null if no class is written with that tag. */
  @Nullable Object read(int tag, KeyReader in) {
    return switch (tag) {
      case KeyTag.ENUM -> constant(resolver.resolve(in.text()), in.text());
      case KeyTag.CLASS -> resolver.resolve(in.text());
      case KeyTag.RECORD -> {
        Class<?> type = resolver.resolve(in.text());
        if (!type.isRecord()) {
          throw KeyReader.damaged(type.getName() + " is no record");
        }
        yield records.get(type).read(in);
      }
      case KeyTag.OBJECT -> objects.get(resolver.resolve(in.text())).read(in);
      default -> null;
    };
  }

  private boolean allows(Class<?> type) {
    return resolver.filter().allows(type);
  }

  /**
   * Returns what was made for a class.
   *
   * @throws CodecException if the filter allows the class, but it would not be found when the key
   *     is read
   */
  private <T> T requireFound(Class<?> type, T made) {
    if (allows(type) && !resolver.finds(type)) {
      throw resolver.unreadable("A key of " + type.getName(), type);
    }
    return made;
  }

  private static Object constant(Class<?> type, String name) {
    Object[] constants = type.getEnumConstants();
    if (constants == null) {
      throw KeyReader.damaged(type.getName() + " is no enum");
    }
    for (Object constant : constants) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new CodecException(
        "The enum " + type.getName() + " has no constant " + name + " any more.");
  }

  private final class EnumKeyType implements KeyType {

    @Override
    public byte tag() {
      return KeyTag.ENUM;
    }

    @Override
    public void write(KeyWriter out, Object value) {
      Enum<?> constant = (Enum<?>) value;
      writeClass(out, constant.getDeclaringClass());
      out.text(constant.name());
    }
  }

  private final class ClassKeyType implements KeyType {

    @Override
    public byte tag() {
      return KeyTag.CLASS;
    }

    @Override
    public void write(KeyWriter out, Object value) {
      writeClass(out, (Class<?>) value);
    }
  }

  private void writeClass(KeyWriter out, Class<?> type) {
    if (!allows(type)) {
      out.refuse(type.getName());
    }
    requireFound(type, this);
    out.noteIdentityHash();
    out.text(type.getName());
  }
}
