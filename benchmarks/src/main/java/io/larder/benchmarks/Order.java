package io.larder.benchmarks;

import java.io.Serializable;

/** A plain serializable class of five fields, mutable as most of them are. */
final class Order implements Serializable {

  private static final long serialVersionUID = 1;

  private long number;
  private String customer;
  private String address;
  private double total;
  private boolean paid;

  Order(long number, String customer, String address, double total, boolean paid) {
    this.number = number;
    this.customer = customer;
    this.address = address;
    this.total = total;
    this.paid = paid;
  }

  void pay(double amount) {
    total -= amount;
    paid = total <= 0;
  }

  void readdress(long newNumber, String newCustomer, String newAddress) {
    number = newNumber;
    customer = newCustomer;
    address = newAddress;
  }

  @Override
  public String toString() {
    return number + " " + customer + " " + address + " " + total + " " + paid;
  }
}
