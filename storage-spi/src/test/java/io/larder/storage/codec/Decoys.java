package io.larder.storage.codec;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of classes whose names are equally long: the harmless one is serialized, its name in the
 * stream is changed to its sentinel's, and a sentinel that is initialized or made says so.
 */
final class Decoys {

  static final String TOUCHED = "larder.test.decoy.touched";

  private Decoys() {}

  static int touch() {
    System.setProperty(TOUCHED, "touched");
    return 1;
  }

  static Object proxy() {
    return Proxy.newProxyInstance(
        Decoys.class.getClassLoader(), new Class<?>[] {HarmlessFace.class}, new HarmlessHandler());
  }

  interface HarmlessFace {}

  interface SentinelFace {
    int TOUCH = touch();
  }

  static class HarmlessHandler implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      return method.getName().equals("toString") ? "proxy" : null;
    }
  }

  static class HarmlessBean implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  static class SentinelBean implements Serializable {
    private static final long serialVersionUID = touch();
  }

  static class HarmlessBeanChild extends HarmlessBean {
    private static final long serialVersionUID = 1L;
  }

  static class SentinelBeanChild extends SentinelBean {
    private static final long serialVersionUID = touch();
  }

  record HarmlessRecord(String text) implements Serializable {}

  record SentinelRecord(String text) implements Serializable {
    SentinelRecord {
      touch();
    }
  }

  enum HarmlessEnum {
    ONE
  }

  enum SentinelEnum {
    ONE;

    static final int TOUCH = touch();
  }

  public static class HarmlessExtern implements Externalizable {
    private static final long serialVersionUID = 1L;

    public HarmlessExtern() {}

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {}
  }

  public static class SentinelExtern implements Externalizable {
    private static final long serialVersionUID = 1L;

    public SentinelExtern() {
      touch();
    }

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {
      touch();
    }
  }
}
