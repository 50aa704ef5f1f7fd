package io.larder.engine.copy;

import io.larder.engine.copy.Shapes.MutableKey;
import io.larder.engine.copy.Shapes.Node;
import io.larder.engine.copy.Shapes.SubNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Changes all that can be changed in a graph, so that whoever shares a part of it is found out. */
@SuppressWarnings({"unchecked", "NullAway", "JavaUtilDate"}) // it puts anything anywhere
final class Scrambling {

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Scrambling() {}

  static void scramble(Object root) {
    new Scrambling().visit(root);
  }

  private void visit(@Nullable Object object) {
    if (object == null || !seen.add(object)) {
      return;
    }
    if (object instanceof Collection<?> collection) {
      new ArrayList<>(collection).forEach(this::visit);
      ignoringConstants(collection::clear);
    } else if (object instanceof Map<?, ?> map) {
      new ArrayList<>(map.keySet()).forEach(this::visit);
      new ArrayList<>(map.values()).forEach(this::visit);
      ignoringConstants(map::clear);
    } else if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        visit(array[i]);
        array[i] = null;
      }
    } else if (object.getClass().isRecord()) {
      components(object);
    } else {
      change(object);
    }
  }

  private void change(Object object) {
    if (object instanceof SubNode.Inner inner) {
      visit(inner.held);
      inner.held = "scrambled";
    } else if (object instanceof Node node) {
      visit(node.left);
      visit(node.right);
      node.left = "scrambled";
      node.right = "scrambled";
      if (node instanceof SubNode sub) {
        sub.numbers[0] = -1;
      }
    } else if (object instanceof MutableKey key) {
      visit(key.more);
      key.name = "scrambled";
    } else if (object instanceof AtomicReference<?> reference) {
      visit(reference.get());
      reference.set(null);
    } else {
      changeScalar(object);
    }
  }

  private static void changeScalar(Object object) {
    if (object instanceof Date date) {
      date.setTime(-1);
    } else if (object instanceof BitSet bits) {
      bits.flip(0, 100);
    } else if (object instanceof AtomicInteger number) {
      number.incrementAndGet();
    } else if (object instanceof AtomicLong number) {
      number.incrementAndGet();
    } else if (object instanceof AtomicBoolean flag) {
      flag.set(!flag.get());
    } else if (object instanceof byte[] bytes) {
      bytes[0]++;
    } else if (object instanceof double[] numbers) {
      numbers[0]++;
    } else if (object instanceof int[] numbers && numbers.length > 0) {
      numbers[0]++;
    }
  }

  private void components(Object object) {
    try {
      for (RecordComponent component : object.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        visit(component.getAccessor().invoke(object));
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record without its accessors", e);
    }
  }

  private static void ignoringConstants(Runnable change) {
    try {
      change.run();
    } catch (UnsupportedOperationException constant) {
      // Nobody can change it.
    }
  }
}
