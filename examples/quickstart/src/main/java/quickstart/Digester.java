package quickstart;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.cache.integration.CacheLoader;

/** The slow work that is worth keeping: the cache calls it for what it does not hold yet. */
final class Digester implements CacheLoader<ClassFile, String> {

  private final AtomicInteger computed = new AtomicInteger();

  @Override
  public String load(ClassFile file) {
    computed.incrementAndGet();
    return hex(sha256().digest(file.content()));
  }

  @Override
  public Map<ClassFile, String> loadAll(Iterable<? extends ClassFile> files) {
    return StreamSupport.stream(files.spliterator(), false)
        .collect(Collectors.toMap(file -> file, this::load));
  }

  int computed() {
    return computed.get();
  }

  static String sha256(List<String> texts) {
    return hex(sha256().digest(String.join("", texts).getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
