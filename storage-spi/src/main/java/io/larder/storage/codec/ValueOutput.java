package io.larder.storage.codec;

import io.larder.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serializes one value and asks the filter about every class that the stream names. It goes on
 * after a refusal, so that all refused classes of the graph are told at once.
 */
final class ValueOutput extends ObjectOutputStream {

  private final ClassResolver resolver;
  private final Set<String> refused = new LinkedHashSet<>();
  private @Nullable Class<?> unreadable;
  private @Nullable Class<?> lastClass;
  private @Nullable Object lastException;
  private Set<String> refusedBeforeIt = Set.of();

  private ValueOutput(ByteArrayOutputStream bytes, ClassResolver resolver) throws IOException {
    super(bytes);
    this.resolver = resolver;
    enableReplaceObject(true);
  }

  static Bytes serialize(byte tag, Object value, ClassResolver resolver) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(tag);
    try (ValueOutput out = new ValueOutput(bytes, resolver)) {
      try {
        out.writeObject(value);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw out.failure(value, e);
      }
      if (!out.refused.isEmpty()) {
        throw resolver.filter().refusal(out.refused);
      }
      if (out.unreadable != null) {
        throw resolver.unreadable("A value of " + value.getClass().getName(), out.unreadable);
      }
    } catch (IOException e) {
      throw new CodecException("A value of " + value.getClass().getName() + ": " + e, e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  @Override
  protected void annotateClass(Class<?> type) {
    if (!resolver.filter().allows(type)) {
      refused.add(type.getName());
    } else if (unreadable == null && !isSuperclassOfLast(type) && !resolver.finds(type)) {
      unreadable = type;
    }
    lastClass = type;
  }

  /** A superclass follows its class in the stream, and is found through it when it is read. */
  private boolean isSuperclassOfLast(Class<?> type) {
    return lastClass != null && lastClass.getSuperclass() == type;
  }

  @Override
  protected void annotateProxyClass(Class<?> proxy) {
    for (Class<?> face : proxy.getInterfaces()) {
      annotateClass(face);
    }
  }

  /** A stream that fails ends with its exception, whose classes are not the value's. */
  @Override
  protected Object replaceObject(Object object) {
    if (object instanceof IOException) {
      lastException = object;
      refusedBeforeIt = Set.copyOf(refused);
    }
    return object;
  }

  private CodecException failure(Object value, Throwable cause) {
    Set<String> ofTheValue = cause == lastException ? refusedBeforeIt : refused;
    if (!ofTheValue.isEmpty()) {
      RefusedClassException refusal = resolver.filter().refusal(ofTheValue);
      refusal.addSuppressed(cause);
      return refusal;
    }
    String type = value.getClass().getName();
    if (cause instanceof NotSerializableException missing) {
      return new CodecException(
          "A value of "
              + type
              + " cannot be stored: it holds an instance of "
              + missing.getMessage()
              + ", which is not java.io.Serializable. Make that class serializable, or its field"
              + " transient.",
          cause);
    }
    String what = cause instanceof StackOverflowError ? "it is nested too deeply" : "" + cause;
    return new CodecException("A value of " + type + " cannot be stored: " + what + ".", cause);
  }
}
