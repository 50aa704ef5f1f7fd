package io.larder.engine.copy;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The making of one copy in which what is shared stays shared, and cycles stay cycles. */
class GraphCopying extends Copying {

  /** Stands for the copy of an object that is built from copies of its parts. */
  private static final Object UNFINISHED = new Object();

  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

  GraphCopying(Forms forms) {
    super(forms);
  }

  @Override
  Object copy(Form form, Object original) {
    Object known = copies.putIfAbsent(original, UNFINISHED);
    if (known == UNFINISHED) {
      throw new Uncopyable("It is built from its parts, and one of them refers to it.");
    }
    if (known != null) {
      return known;
    }
    Object copy = form.copy(original, this);
    copies.put(original, copy);
    return copy;
  }

  @Override
  void began(Object original, Object copy) {
    copies.put(original, copy);
  }

  /** The copy as far as it exists, or null. */
  final @Nullable Object begun(Object original) {
    return copies.get(original);
  }
}
