package org.commworld.collective;

/**
 * Begins with two cache lines of nothing. Objects of different ranks that lie next to each other
 * would otherwise share lines, which then move between processors at each write. A superclass,
 * because its fields are laid out before those of its subclasses.
 */
@SuppressWarnings("unused") // The fields are the space.
abstract class Padded {
  private long space0;
  private long space1;
  private long space2;
  private long space3;
  private long space4;
  private long space5;
  private long space6;
  private long space7;
  private long space8;
  private long space9;
  private long space10;
  private long space11;
  private long space12;
  private long space13;
  private long space14;
  private long space15;
}
