package io.larder.engine.copy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a copy with its original: the same classes, the same values in the same order, the same
 * parts shared, and no part in common that somebody could change. Calls no {@code equals} of the
 * program.
 */
final class Likeness {

  private final Forms forms;
  private final IdentityHashMap<Object, Object> copyOf = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Object> originalOf = new IdentityHashMap<>();

  Likeness(Forms forms) {
    this.forms = forms;
  }

  boolean holds(@Nullable Object original, @Nullable Object copy) {
    if (original == null || copy == null) {
      return original == copy;
    }
    Form form = forms.of(original.getClass());
    if (original.getClass() != copy.getClass() || (original == copy && !form.mayShare())) {
      return false;
    }
    if (form == SharedForm.INSTANCE) {
      // Primitive fields are boxed anew for the comparison; code of the program is not asked.
      return original == copy
          || (SerializedForm.isOfTheJdk(original.getClass()) && original.equals(copy));
    }
    Object known = copyOf.putIfAbsent(original, copy);
    Object knownBack = originalOf.putIfAbsent(copy, original);
    if (original != copy && (copyOf.containsKey(copy) || originalOf.containsKey(original))) {
      return false; // a part of one stands in another place of the other
    }
    if (known != null || knownBack != null) {
      return known == copy && knownBack == original;
    }
    return partsAreAlike(form, original, copy);
  }

  private boolean partsAreAlike(Form form, Object original, Object copy) {
    List<@Nullable Object> ofOriginal = new ArrayList<>();
    List<@Nullable Object> ofCopy = new ArrayList<>();
    form.parts(original, ofOriginal::add);
    form.parts(copy, ofCopy::add);
    if (ofOriginal.size() != ofCopy.size()) {
      return false;
    }
    for (int i = 0; i < ofOriginal.size(); i++) {
      if (!holds(ofOriginal.get(i), ofCopy.get(i))) {
        return false;
      }
    }
    return true;
  }
}
