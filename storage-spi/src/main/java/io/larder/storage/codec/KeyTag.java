package io.larder.storage.codec;

/**
 * The first byte of each encoded component. Components of different kinds sort by their tags.
 *
 * <p>No tag is above {@code 0x7E}: a byte sequence ends with {@code 00} and escapes its own zeros
 * as {@code 00 FF}, so what follows an end must never begin with {@code FF}. {@link #END} is below
 * all others, so a shorter tuple sorts before what it begins.
 */
final class KeyTag {

  static final byte END = 0x00;
  static final byte NULL = 0x05;

  static final byte BOOLEAN = 0x10;
  static final byte BYTE = 0x20;
  static final byte SHORT = 0x21;
  static final byte INTEGER = 0x22;
  static final byte LONG = 0x23;
  static final byte BIG_INTEGER = 0x24;
  static final byte FLOAT = 0x25;
  static final byte DOUBLE = 0x26;
  static final byte BIG_DECIMAL = 0x27;

  static final byte CHARACTER = 0x30;
  static final byte STRING = 0x31;
  static final byte BYTES = 0x32;

  static final byte UUID = 0x38;
  static final byte LOCALE = 0x39;
  static final byte CURRENCY = 0x3A;
  static final byte URI = 0x3B;

  static final byte INSTANT = 0x40;
  static final byte LOCAL_DATE = 0x41;
  static final byte LOCAL_TIME = 0x42;
  static final byte LOCAL_DATE_TIME = 0x43;
  static final byte OFFSET_TIME = 0x44;
  static final byte OFFSET_DATE_TIME = 0x45;
  static final byte ZONED_DATE_TIME = 0x46;
  static final byte DURATION = 0x47;
  static final byte PERIOD = 0x48;
  static final byte YEAR = 0x49;
  static final byte YEAR_MONTH = 0x4A;
  static final byte MONTH_DAY = 0x4B;
  static final byte ZONE_ID = 0x4C;
  static final byte DATE = 0x50;
  static final byte SQL_TIMESTAMP = 0x51;
  static final byte SQL_DATE = 0x52;
  static final byte SQL_TIME = 0x53;

  static final byte ENUM = 0x60;
  static final byte CLASS = 0x61;
  static final byte RECORD = 0x62;
  static final byte OBJECT = 0x63;

  static final byte LIST = 0x70;
  static final byte SET = 0x71;
  static final byte MAP = 0x72;
  static final byte MAP_ENTRY = 0x73;
  static final byte OPTIONAL = 0x74;
  static final byte OBJECT_ARRAY = 0x75;
  static final byte PRIMITIVE_ARRAY = 0x76;

  private KeyTag() {}
}
