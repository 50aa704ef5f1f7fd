package io.larder.tck.postgresql;

import java.io.BufferedReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.cache.Cache;

/**
 * Lets a test that expects to be alone with its key count on it with another JVM: its first put and
 * its last get wait until the other has come as far, and of the sum it is given its own half.
 *
 * <p>What it is to wait for comes as a line on the standard input.
 */
final class SharedStart {

  private SharedStart() {}

  @SuppressWarnings("unchecked")
  static Cache<String, Integer> of(Cache<String, Integer> cache, BufferedReader in) {
    return (Cache<String, Integer>)
        Proxy.newProxyInstance(
            SharedStart.class.getClassLoader(),
            new Class<?>[] {Cache.class},
            (proxy, method, arguments) -> {
              try {
                return switch (method.getName()) {
                  case "put" -> {
                    cache.putIfAbsent((String) arguments[0], (Integer) arguments[1]);
                    meet("started", in);
                    yield null;
                  }
                  case "get" -> {
                    meet("counted", in);
                    Integer sum = cache.get((String) arguments[0]);
                    yield sum % 2 == 0 ? sum / 2 : -1;
                  }
                  default -> method.invoke(cache, arguments);
                };
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private static void meet(String word, BufferedReader in) throws Exception {
    System.out.println(word);
    String heard = in.readLine();
    if (!word.equals(heard)) {
      throw new IllegalStateException("Expected '" + word + "' but heard '" + heard + "'");
    }
  }
}
