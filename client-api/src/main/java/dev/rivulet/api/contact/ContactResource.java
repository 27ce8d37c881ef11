package dev.rivulet.api.contact;

import dev.rivulet.api.conversation.Blocked;
import dev.rivulet.api.conversation.UserDirectory;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/contacts`, who may write first, and `/v1/blocked`.
public final class ContactResource {
  private static final int CONTACTS_MAX = 5000;
  private static final String EVERYBODY = "everybody";
  private static final String CONTACTS = "contacts";

  private final ContactStore store;
  private final UserDirectory users;
  private final Blocked blocked;

  record PolicyBody(@Nullable String directFrom) {}

  record ContactList(List<UUID> contacts, String directFrom) {}

  record BlockedList(List<Blocked.Entry> blocked) {}

  public ContactResource(Contacts contacts, UserDirectory users, Blocked blocked) {
    this.store = contacts.store();
    this.users = users;
    this.blocked = blocked;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .get("/v1/contacts", authentication.required(this::list))
        .patch("/v1/contacts", authentication.required(this::policy))
        .put("/v1/contacts/{id}", authentication.required(this::add))
        .delete("/v1/contacts/{id}", authentication.required(this::remove))
        .get("/v1/blocked", authentication.required(this::blocked));
  }

  private Reply list(Caller caller, Request request) {
    return Reply.tagged(view(caller));
  }

  private ContactList view(Caller caller) {
    return new ContactList(
        store.all(caller.user(), CONTACTS_MAX),
        store.contactsOnly(caller.user()) ? CONTACTS : EVERYBODY);
  }

  private Reply policy(Caller caller, Request request) {
    String from = Request.required(request.body(PolicyBody.class).directFrom(), "directFrom");
    if (!from.equals(EVERYBODY) && !from.equals(CONTACTS)) {
      throw Problem.badRequest("directFrom is everybody or contacts");
    }
    store.setContactsOnly(caller.user(), from.equals(CONTACTS));
    return Reply.ok(view(caller));
  }

  private Reply add(Caller caller, Request request) {
    UUID user = request.id("id", ContactResource::unknownUser);
    if (users.existing(List.of(user)).isEmpty()) {
      throw unknownUser();
    }
    if (!store.isContact(caller.user(), user)
        && store.all(caller.user(), CONTACTS_MAX).size() == CONTACTS_MAX) {
      throw Problem.unprocessable("too-many-contacts", "at most " + CONTACTS_MAX);
    }
    store.add(caller.user(), user);
    return Reply.noContent();
  }

  private Reply remove(Caller caller, Request request) {
    store.remove(caller.user(), request.id("id", ContactResource::unknownUser));
    return Reply.noContent();
  }

  private Reply blocked(Caller caller, Request request) {
    return Reply.ok(new BlockedList(blocked.of(caller.user())));
  }

  private static Problem unknownUser() {
    return Problem.of(404, "unknown-user");
  }
}
