package io.larder.tck.history;

import java.util.Objects;
import java.util.Set;

/**
 * One call on one key as its caller saw it.
 *
 * @param value the new value, or null where the kind has none
 * @param expected the value that a condition asks for, or null where the kind has none
 * @param started when it was called, on a clock that all callers share
 * @param ended when it returned; {@link #NEVER} if it failed and may have happened at any time
 * @param answer what it returned, as text; null for nothing
 */
public record Operation(
    Kind kind, String key, String value, String expected, long started, long ended, String answer) {

  public static final long NEVER = Long.MAX_VALUE;

  private static final String ABSENT = "-";

  /** The operations of a cache that concern one key, each on what the key holds: text or null. */
  public enum Kind {
    GET {
      @Override
      Step apply(String held, Operation operation) {
        return new Step(held, held);
      }
    },
    PUT {
      @Override
      Step apply(String held, Operation operation) {
        return new Step(operation.value, null);
      }
    },
    GET_AND_PUT {
      @Override
      Step apply(String held, Operation operation) {
        return new Step(operation.value, held);
      }
    },
    REMOVE {
      @Override
      Step apply(String held, Operation operation) {
        return new Step(null, String.valueOf(held != null));
      }
    },
    PUT_IF_ABSENT {
      @Override
      Step apply(String held, Operation operation) {
        return Step.when(held == null, held, operation.value);
      }
    },
    REPLACE {
      @Override
      Step apply(String held, Operation operation) {
        return Step.when(held != null, held, operation.value);
      }
    },
    REPLACE_EXACTLY {
      @Override
      Step apply(String held, Operation operation) {
        return Step.when(operation.expected.equals(held), held, operation.value);
      }
    },
    REMOVE_EXACTLY {
      @Override
      Step apply(String held, Operation operation) {
        return Step.when(operation.expected.equals(held), held, null);
      }
    };

    private static final Set<Kind> WITH_EXPECTED = Set.of(REPLACE_EXACTLY, REMOVE_EXACTLY);

    abstract Step apply(String held, Operation operation);

    /** Whether it asks for a certain value. */
    public boolean expects() {
      return WITH_EXPECTED.contains(this);
    }
  }

  /** What the key holds afterwards, and the answer. */
  record Step(String held, String answer) {

    static Step when(boolean condition, String held, String otherwise) {
      return new Step(condition ? otherwise : held, String.valueOf(condition));
    }
  }

  /** What the key holds after this operation and what it answers, if nothing interferes. */
  Step applyTo(String held) {
    return kind.apply(held, this);
  }

  boolean isAnsweredBy(Step step) {
    return ended == NEVER || Objects.equals(answer, step.answer());
  }

  /** One line without spaces in its texts. */
  public String toLine() {
    return String.join(
        " ",
        kind.name(),
        key,
        written(value),
        written(expected),
        String.valueOf(started),
        String.valueOf(ended),
        written(answer));
  }

  public static Operation parse(String line) {
    String[] parts = line.split(" ", 7);
    return new Operation(
        Kind.valueOf(parts[0]),
        parts[1],
        read(parts[2]),
        read(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        read(parts[6]));
  }

  private static String written(String text) {
    return text == null ? ABSENT : text;
  }

  private static String read(String text) {
    return text.equals(ABSENT) ? null : text;
  }
}
