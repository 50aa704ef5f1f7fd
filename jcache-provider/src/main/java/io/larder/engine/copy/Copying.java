package io.larder.engine.copy;

import org.jspecify.annotations.Nullable;

/**
 * The making of one copy, as the forms see it. This one is for trees, in which nothing that can
 * change is reached twice: it keeps no record of what it has copied. Stateless and thread-safe;
 * subclasses keep a record and belong to one thread.
 */
class Copying {

  private final Forms forms;

  Copying(Forms forms) {
    this.forms = forms;
  }

  /** The copy of an object, which is the object itself if nobody can change it. */
  @Nullable Object copy(@Nullable Object original) {
    // The most frequent classes, before anything is looked up.
    if (original == null || original instanceof String || original instanceof Integer) {
      return original;
    }
    Form form = forms.of(original.getClass());
    return form == SharedForm.INSTANCE ? original : copy(form, original);
  }

  Object copy(Form form, Object original) {
    return form.copy(original, this);
  }

  /** Called for a copy that exists and is about to get its parts, so that they may refer to it. */
  void began(Object original, Object copy) {}

  /** Called before code of a part's copy (hashing, comparing) runs, while others are unfinished. */
  void consulted(@Nullable Object original, @Nullable Object copy) {}

  /**
   * Called before code of the original's parts would run.
   *
   * @throws Uncopyable if one of them can change
   */
  void requireShared(Iterable<?> parts) {}
}
