package org.monosem.core.hub;

/** Told how far a download is. */
@FunctionalInterface
public interface HubListener {
  /**
   * Called when a file begins, after every piece, and when it is there and checked. What it throws
   * ends the download; what has come stays for the next one.
   *
   * @param file the file
   * @param bytes how many of its bytes have come, those of earlier runs included
   */
  void at(HubFile file, long bytes);
}
