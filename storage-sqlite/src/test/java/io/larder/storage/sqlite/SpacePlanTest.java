package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Durability;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.SpaceSelect;
import io.larder.storage.jdbc.SqlReads;
import io.larder.storage.jdbc.TableNames;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spaces are found by the index of their names, in its order. */
class SpacePlanTest {

  private static final String BY_NAME = "SEARCH s USING INDEX sqlite_autoindex_space_1 ";

  @TempDir Path directory;

  @Test
  void aPageOfSpacesIsARangeOfTheIndex() throws SQLException {
    String name = "(scope_type,scope_id,namespace)";
    assertThat(steps(SpaceSelect.TO_END)).containsExactly(BY_NAME + "(" + name + ">(?,?,?))");
    assertThat(steps(SpaceSelect.RANGE))
        .containsExactly(BY_NAME + "(" + name + ">(?,?,?) AND " + name + "<(?,?,?))");
  }

  @Test
  void theSpacesOfAScopeAreFoundByTheIndex() throws SQLException {
    assertThat(steps(SqliteDialect.ROWS.spacesOfScope()))
        .contains(BY_NAME + "(scope_type=? AND scope_id=?)")
        .noneMatch(step -> step.startsWith("SCAN s"));
  }

  @Test
  void aPageOfEntriesTouchesNoOtherSpace() throws SQLException {
    String ofOneSpace = "SEARCH e USING INDEX sqlite_autoindex_entry_1 (space=? AND key>?";
    assertThat(steps(SqlReads.SCAN_TO_END)).anyMatch(step -> step.startsWith(ofOneSpace));
    assertThat(steps(SqlReads.SCAN)).anyMatch(step -> step.startsWith(ofOneSpace));
    for (String text : List.of(SqlReads.SCAN_TO_END, SqlReads.SCAN)) {
      assertThat(steps(text))
          .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"));
    }
  }

  private List<String> steps(String text) throws SQLException {
    Path file = directory.resolve("store.db");
    TemporaryFile.open(file, new StoreOptions(Durability.OS, InstantSource.system(), Map.of()))
        .close();
    try (Connection connection = Connections.connect(file, "mode=ro")) {
      return QueryPlan.steps(connection, TableNames.BARE.in(text));
    }
  }
}
