package io.larder.storage.codec;

import io.larder.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Reads one serialized value. Every class that the stream names is asked about by name before it is
 * loaded, and {@link StreamLimits}, {@link HashWork} and {@link ReadingTime} bound what reading may
 * cost.
 */
final class ValueInput extends ObjectInputStream {

  private final ClassResolver resolver;
  private final ReadingTime time;
  private final Consumer<Class<?>> named;
  private final HashWork hashWork = new HashWork();

  private ValueInput(
      Bytes bytes, int from, ClassResolver resolver, ReadingTime time, Consumer<Class<?>> named)
      throws IOException {
    super(new ByteArrayInputStream(bytes.unsafeArray(), from, bytes.length() - from));
    this.resolver = resolver;
    this.time = time;
    this.named = named;
    enableResolveObject(true);
    setObjectInputFilter(new StreamLimits(getObjectInputFilter(), time, bytes.length() - from));
  }

  static Object read(Bytes bytes, int from, ClassResolver resolver)
      throws IOException, ClassNotFoundException {
    return read(bytes, from, resolver, named -> {});
  }

  /**
   * @param named told of each class that the stream names
   */
  static Object read(Bytes bytes, int from, ClassResolver resolver, Consumer<Class<?>> named)
      throws IOException, ClassNotFoundException {
    ReadingTime time = ReadingTime.forLength(bytes.length());
    return read(new ValueInput(bytes, from, resolver, time, named));
  }

  static Object read(Bytes bytes, int from, ClassResolver resolver, ReadingTime time)
      throws IOException, ClassNotFoundException {
    return read(new ValueInput(bytes, from, resolver, time, named -> {}));
  }

  private static Object read(ValueInput input) throws IOException, ClassNotFoundException {
    try (ValueInput in = input) {
      Object value = in.readObject();
      if (value == null || in.read() >= 0) {
        throw new CodecException("The bytes of a value are damaged: they hold none, or go on.");
      }
      return value;
    }
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass described) throws ClassNotFoundException {
    Class<?> type = resolve(described.getName());
    named.accept(type);
    return type;
  }

  @Override
  protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
    Class<?>[] faces = new Class<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      faces[i] = resolve(names[i]);
    }
    try {
      ClassLoader loader = faces.length == 0 ? resolver.loader() : loaderOf(faces);
      Class<?> type =
          Proxy.newProxyInstance(loader, faces, (proxy, method, arguments) -> null).getClass();
      named.accept(type);
      return type;
    } catch (IllegalArgumentException e) {
      InvalidClassException invalid = new InvalidClassException("no proxy has these interfaces");
      invalid.initCause(e);
      throw invalid;
    }
  }

  /** A proxy of an interface that is not public lives in that interface's class loader. */
  private ClassLoader loaderOf(Class<?>[] faces) {
    for (Class<?> face : faces) {
      if (!Modifier.isPublic(face.getModifiers()) && face.getClassLoader() != null) {
        return face.getClassLoader();
      }
    }
    return resolver.loader();
  }

  @Override
  protected Object resolveObject(Object object) {
    time.check();
    hashWork.add(object);
    return object;
  }

  /** A missing class matters only if something that is still there needs it: the stream decides. */
  private Class<?> resolve(String name) throws ClassNotFoundException {
    try {
      return resolver.resolve(name);
    } catch (CodecException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw new ClassNotFoundException(name, e);
      }
      throw e;
    }
  }
}
