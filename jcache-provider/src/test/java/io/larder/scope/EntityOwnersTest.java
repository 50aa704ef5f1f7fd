package io.larder.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.scope.ScopeResolver.Owner;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.MappedSuperclass;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** Which owner an object stands for. */
class EntityOwnersTest {

  private final EntityOwners owners = new EntityOwners();

  @MappedSuperclass
  abstract static class Identified {
    @Id @GeneratedValue Long serial;
  }

  @Entity
  static class Customer extends Identified {
    Customer() {}

    Customer(Long serial) {
      this.serial = serial;
    }
  }

  @Entity
  @Inheritance
  static class Vehicle {
    private int number;

    @Id
    int getNumber() {
      return number;
    }

    void setNumber(int number) {
      this.number = number;
    }
  }

  @Entity
  static class Truck extends Vehicle {}

  @Entity(name = "Team")
  static class TeamEntity {
    @Id final UUID id = new UUID(1, 2);
  }

  @Entity
  static class Counted {
    @Id @GeneratedValue long id;
  }

  @Test
  void theIdIsAFieldOrAGetterHereOrAbove() {
    assertThat(owner(new Customer(7L))).isEqualTo(new Owner("customer", "7"));
    Vehicle vehicle = new Vehicle();
    vehicle.setNumber(8);
    assertThat(owner(vehicle)).isEqualTo(new Owner("vehicle", "8"));
  }

  @Test
  void theTypeIsTheNameOfTheTopmostEntity() {
    assertThat(owner(new TeamEntity())).isEqualTo(new Owner("team", new UUID(1, 2).toString()));
    assertThat(owner(new Truck()).type()).isEqualTo("vehicle");
  }

  @Test
  void whatIsNotSavedHasNoScope() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners.resolve(new Customer(null)))
        .withMessageContaining("customer")
        .withMessageContaining("save it first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners.resolve(new Counted()))
        .withMessageContaining("save it first");
    assertThat(owner(new Vehicle()).id()).as("given by the program").isEqualTo("0");
  }

  @javax.persistence.Entity(name = "Old")
  static class OldEntity {
    @javax.persistence.Id String code = "x";
  }

  @Test
  void theAnnotationsOfOldAreKnown() {
    assertThat(owner(new OldEntity())).isEqualTo(new Owner("old", "x"));
  }

  @Embeddable
  record LineId(String order, int number) implements Serializable {}

  @Entity
  static class Line {
    @EmbeddedId LineId id;

    Line(String order, int number) {
      id = new LineId(order, number);
    }
  }

  @Embeddable
  static class Opaque implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Entity
  static class Strange {
    @EmbeddedId Opaque id = new Opaque();
  }

  @Entity
  @IdClass(LineId.class)
  static class Twofold {
    @Id String order = "a";
    @Id int number = 1;
  }

  @Entity
  static class Measured {
    @Id Double id = 1.5;
  }

  @Entity
  static class Priced {
    @Id BigDecimal id = new BigDecimal("100.00");
  }

  @Test
  void idsThatDifferHaveTextsThatDiffer() {
    assertThat(owner(new Line("a", 1)).id()).isEqualTo("a,1");
    assertThat(List.of(new Line("a,1", 1), new Line("a\\,1", 1), new Line("a", 11)))
        .extracting(line -> owner(line).id())
        .doesNotHaveDuplicates();
    assertThat(owner(new Priced()).id()).isEqualTo("100");
  }

  @Test
  void idsWithoutAReliableTextAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners.resolve(new Strange()))
        .withMessageContaining("Opaque")
        .withMessageContaining("ScopeResolver");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners.resolve(new Measured()))
        .withMessageContaining("java.lang.Double");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners.resolve(new Twofold()))
        .withMessageContaining("order")
        .withMessageContaining("number")
        .withMessageContaining("ScopeResolver");
  }

  record Tenant(String id, String name) {}

  static class Account {
    public long getId() {
      return 5;
    }
  }

  @Test
  void otherObjectsHaveIdsToo() {
    assertThat(owner(new Tenant("acme", "Acme"))).isEqualTo(new Owner("tenant", "acme"));
    assertThat(owner(new Account())).isEqualTo(new Owner("account", "5"));
  }

  @Test
  void whatHasNoIdIsNoOwner() {
    assertThat(owners.resolve("text")).isEmpty();
    assertThat(owners.resolve(List.of(1))).isEmpty();
    assertThat(owners.resolve(new Object() {})).isEmpty();
  }

  @Test
  void aProxyIsTheSameOwnerAsItsEntity() {
    try (SessionFactory factory =
            new Configuration()
                .addAnnotatedClass(Customer.class)
                .addAnnotatedClass(Vehicle.class)
                .addAnnotatedClass(Truck.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:owners")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .buildSessionFactory();
        Session session = factory.openSession()) {
      Customer customer = new Customer();
      Truck truck = new Truck();
      truck.setNumber(8);
      session.beginTransaction();
      session.persist(customer);
      session.persist(truck);
      session.getTransaction().commit();
      session.clear();

      Customer proxy = session.getReference(Customer.class, customer.serial);
      Vehicle vehicle = session.getReference(Vehicle.class, 8);

      assertThat(proxy.getClass()).isNotEqualTo(Customer.class);
      assertThat(owner(proxy)).isEqualTo(owner(customer));
      assertThat(owner(vehicle)).isEqualTo(owner(truck)).isEqualTo(new Owner("vehicle", "8"));
      assertThat(Hibernate.isInitialized(proxy)).isFalse();
      assertThat(Hibernate.isInitialized(vehicle)).isFalse();
    }
  }

  private Owner owner(Object entity) {
    return owners.resolve(entity).orElseThrow();
  }
}
