package io.larder.engine.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of {@link CopyOnWriteArrayList}, filled at once, since each addition copies what was there. */
final class CopyOnWriteForm extends Form {

  @Override
  Object copy(Object original, Copying copying) {
    List<?> from = (List<?>) original;
    List<@Nullable Object> to = new CopyOnWriteArrayList<>();
    copying.began(original, to);
    List<@Nullable Object> copies = new ArrayList<>(from.size());
    for (Object element : from) {
      copies.add(copying.copy(element));
    }
    to.addAll(copies);
    return to;
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    ((List<?>) object).forEach(to);
  }
}
