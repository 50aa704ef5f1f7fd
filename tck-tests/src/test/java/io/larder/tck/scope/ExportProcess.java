package io.larder.tck.scope;

import io.larder.scope.Namespace;
import io.larder.scope.Scopes;
import io.larder.scope.transfer.ImportReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exports and imports entries of a kilobyte each, and says how many. */
final class ExportProcess {

  private static final int BATCH = 500;

  private ExportProcess() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    int entries = Integer.parseInt(arguments[1]);
    try (ScopeNodes first = store(directory.resolve("first.db"));
        ScopeNodes second = store(directory.resolve("second.db"))) {
      Scopes from = first.scopes();
      fill(from.forUser(1).namespace("many"), entries);
      Path lines = directory.resolve("lines.jsonl");
      System.out.println("exported lines " + from.exporter().lines(lines).entries());
      ImportReport imported = second.scopes().importer().from(lines);
      System.out.println("imported " + imported.created());
      Path tree = directory.resolve("tree.json");
      System.out.println("exported tree " + from.exporter().tree(tree).entries());
      ImportReport again = from.importer().dryRun().from(tree);
      System.out.println("unchanged " + again.unchanged());
    }
  }

  private static ScopeNodes store(Path file) {
    return new ScopeNodes(Map.of("larder.store", "sqlite:" + file), () -> {});
  }

  private static void fill(Namespace namespace, int entries) {
    String value = "x".repeat(1_000);
    for (int start = 0; start < entries; start += BATCH) {
      Map<String, Object> batch = new LinkedHashMap<>();
      for (int i = start; i < start + BATCH; i++) {
        batch.put("part%03d.key%06d".formatted(i / 1_000, i), value + i);
      }
      namespace.setMany(batch);
    }
  }
}
