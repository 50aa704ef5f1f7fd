package io.larder.scope.transfer;

import java.io.IOException;

/** Reads a file of one form from its beginning; any number of times. */
interface FileReader {

  /** What is done with entries as they come. */
  interface Sink {

    /**
     * Takes an entry.
     *
     * @param place where it stands
     * @param bytes how much of the file was read
     */
    void accept(Imported entry, Place place, long bytes) throws IOException;
  }

  /**
   * Reads the whole file.
   *
   * @throws TransferException if it is not what it should be
   */
  void read(Sink sink) throws IOException;
}
