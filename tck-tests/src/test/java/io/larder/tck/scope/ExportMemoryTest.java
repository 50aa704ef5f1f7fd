package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.tck.process.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more entries than fit on the heap. */
class ExportMemoryTest {

  @TempDir Path directory;

  @Test
  void aHundredMegabytesGoThroughAHeapOfFortyEight() throws Exception {
    try (ChildJvm child = ChildJvm.startWithHeap(48, ExportProcess.class, directory, 100_000)) {
      assertThat(child.hear()).isEqualTo("exported lines 100000");
      assertThat(child.hear()).isEqualTo("imported 100000");
      assertThat(child.hear()).isEqualTo("exported tree 100000");
      assertThat(child.hear()).isEqualTo("unchanged 100000");
    }
  }
}
