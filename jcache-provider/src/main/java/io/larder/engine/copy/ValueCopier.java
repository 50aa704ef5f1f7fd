package io.larder.engine.copy;

import io.larder.storage.Bytes;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.ValueCodec;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Copies values of mutable classes many times faster than by decoding them, with the same outcome.
 *
 * <ol>
 *   <li>{@link #tryOut} decodes a value and keeps the object as the original, which nobody else
 *       ever has and nobody changes.
 *   <li>The bytes tell which classes they name. If one of them takes part in its own serialization
 *       ({@code readResolve}, {@code readObject}, {@code Externalizable} and the like), or is a
 *       proxy or a lambda, the value is not copied: what was read may be anything, even an object
 *       that others have too.
 *   <li>A copy is made and compared with the original: same classes, values, order, sharing, and
 *       nothing in common that can change. A class without a form, a closed module, a record whose
 *       constructor changes what it has changed before, a table with another order: all of these
 *       end here, and the value is decoded for each reader as ever.
 *   <li>{@link #copy} makes further copies. The original never changes, so what was found out stays
 *       true. Where nothing was reached twice, no record is kept of what has been copied.
 * </ol>
 *
 * <p>What a copy shares with the original, and so with other copies, is what {@link
 * io.larder.storage.codec.Immutables} calls immutable, and collections that cannot change of such.
 * Deserialization makes new strings and boxed numbers; whether two equal ones are the same object
 * is not to be relied on, here as there.
 *
 * <p>No class gets past the serialization filter: only what was decoded behind it is ever copied,
 * and a copy has the classes of its original. Those are the classes that the manager's class loader
 * found. The filter of the JVM, too, sees a value when it is decoded, not each time that it is
 * copied.
 *
 * <p>Thread-safe. Code of the program runs where deserialization would run it (hash codes and
 * comparisons of copied elements, constructors of records and of superclasses that are not
 * serializable), never on the original.
 */
public final class ValueCopier {

  private final ValueCodec codec;
  private final Forms forms = new Forms();
  private final Copying tree = new Copying(forms);

  /** Makes a copier of values that the codec decodes. */
  public ValueCopier(ValueCodec codec) {
    this.codec = codec;
  }

  /**
   * What came of a value that was tried out.
   *
   * @param value an object for the reader, of whom it is from now on
   * @param original what to make further copies of, or null if the value cannot be copied
   * @param tree whether nothing that can change is reached twice in it
   */
  public record Trial(Object value, @Nullable Object original, boolean tree) {}

  /**
   * Decodes a value and finds out whether it can be copied.
   *
   * @throws CodecException if it cannot be decoded
   */
  public Trial tryOut(Bytes bytes) {
    Naming naming = new Naming();
    Object original = codec.decode(bytes, naming::add);
    if (naming.plain) {
      try {
        TrialCopying copying = new TrialCopying(forms);
        Object copy = copying.copy(original);
        publishFinalFields();
        if (copy != null
            && !copying.ranOnUnfinished()
            && new Likeness(forms).holds(original, copy)) {
          return new Trial(copy, original, copying.isTree());
        }
      } catch (RuntimeException | LinkageError | StackOverflowError uncopyable) {
        // Deserialization can do it, and has.
      }
    }
    return new Trial(original, null, false);
  }

  /**
   * Whoever is passed a copy without synchronization sees its final fields, as after a constructor
   * and after deserialization.
   */
  private static void publishFinalFields() {
    VarHandle.releaseFence();
  }

  /** Notes whether all classes that a stream names are plain. */
  private final class Naming {
    private boolean plain = true;

    void add(Class<?> named) {
      plain &= forms.isPlain(named);
    }
  }

  /**
   * Makes another copy.
   *
   * @param original of a {@link Trial}
   * @param isTree of the same
   * @throws CodecException if code of the program fails that did not fail before
   */
  public Object copy(Object original, boolean isTree) {
    try {
      Object copy = (isTree ? tree : new GraphCopying(forms)).copy(original);
      publishFinalFields();
      if (copy != null) {
        return copy;
      }
      throw new IllegalStateException("A copy is never null.");
    } catch (RuntimeException | StackOverflowError failure) {
      throw new CodecException(
          "A value of "
              + original.getClass().getName()
              + " was copied before and cannot be copied again ("
              + failure
              + "): its constructors, hashCode or compareTo fail.",
          failure);
    }
  }
}
