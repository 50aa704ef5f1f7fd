package io.larder.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Tells whether a database file is still the one that it was when it was last opened, or a copy or
 * an older state of it. Two things must both be as they were left:
 *
 * <ol>
 *   <li>The file's inode, where the file system has such a thing: a copy has another. (The device's
 *       number is no help: for some file systems it changes with every mount.)
 *   <li>The mark of the last opening, a random text that each opening writes into the lock file,
 *       forced to the disk, and then into the database: an older state put back over the same file
 *       holds an older mark. Until the database has the new mark the lock file keeps the one before
 *       too, since an opening may die between the two.
 * </ol>
 *
 * <p>What it cannot see: a database and its lock file set back together, in place (a snapshot of
 * the whole disk). Peers notice that, by the positions that they have seen.
 */
final class FileIdentity {

  private static final int MARKS_KEPT = 2;

  private final LockFile lock;
  private final String inode;
  private final List<String> marks;
  private final String mark = UUID.randomUUID().toString();

  private FileIdentity(LockFile lock, String inode, List<String> marks) {
    this.lock = lock;
    this.inode = inode;
    this.marks = marks;
  }

  static FileIdentity of(Path file, LockFile lock) throws IOException {
    List<String> marks = Arrays.stream(lock.content().split("\n")).limit(MARKS_KEPT).toList();
    return new FileIdentity(lock, inode(file), marks);
  }

  /** Whether the file is the one that had been left with these. */
  boolean isFileLeftWith(String formerInode, String formerMark) {
    return inode.equals(formerInode) && marks.contains(formerMark);
  }

  /** Announces the new mark in the lock file; the database is to hold it next. */
  void announce(String formerMark) throws IOException {
    lock.write(mark + '\n' + formerMark + '\n');
  }

  /** Drops the former mark from the lock file: the database has the new one, forced to the disk. */
  void confirm() throws IOException {
    lock.write(mark + '\n');
  }

  String inode() {
    return inode;
  }

  String mark() {
    return mark;
  }

  static String inode(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? "inode " + Files.getAttribute(file, "unix:ino")
        : "";
  }
}
