// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;

/** Sending and receiving: a guest is sent to its own platform. */
final class TransferRules {
    private static final Bytes NONSENSE = Bytes.of(new byte[] {1, 2, 3});
    private static final int FINGERPRINT = 32;
    /** More than any header has; behind it a changed byte is like the next. */
    private static final int FEW = 80;

    private static final int STRIDE = 127;

    private TransferRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("transfer.receiver", on -> sent(on, TransferRules::receiver))
                .of("transfer.fingerprint", on -> sent(on, sent -> fingerprint(on, sent)))
                .of("transfer.policy", on -> sent(on, TransferRules::policy))
                .of("transfer.start", on -> sent(on, TransferRules::start))
                .of("transfer.cancel", on -> sent(on, TransferRules::cancel))
                .of("transfer.pages", on -> sent(on, TransferRules::pages))
                .of("transfer.vcpus", on -> sent(on, TransferRules::vcpus))
                .of("transfer.finish", on -> sent(on, TransferRules::finish))
                .of("transfer.arrives", on -> received(on, TransferRules::arrives))
                .of("transfer.early", on -> received(on, TransferRules::early))
                .of("transfer.nonsense-start", on -> received(on, TransferRules::nonsense))
                .of("transfer.altered-pages", on -> received(on, TransferRules::alteredPages))
                .of("transfer.altered-vcpu", on -> received(on, TransferRules::alteredVcpu));
    }

    private static GuestTransfer there(GuestTypeSubject on) {
        Optional<GuestTransfer> can =
                on.calls().ask("capability", () -> on.support().capability(GuestTransfer.class));
        GuestTransfer there = can.orElseThrow(() -> CheckEnd.notApplicable("the type has no GuestTransfer"));
        PlatformFacts facts = on.calls().ask("facts", on.platform()::facts);
        try {
            on.calls().tell("requirePlatform", () -> there.requirePlatform(facts));
            return there;
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().kind() == Problem.Kind.HOST,
                    "refused as " + e.problem().kind());
            throw CheckEnd.notApplicable(e.getMessage());
        }
    }

    private static String sent(GuestTypeSubject on, Function<SentGuest, String> check) {
        GuestTransfer can = there(on);
        try (SentGuest sent = new SentGuest(can, on.launch())) {
            return check.apply(sent);
        }
    }

    /** What is checked at the receiver. */
    private interface AtReceiver {
        String check(SentGuest sent, RehearsedLaunch receiver);
    }

    private static String received(GuestTypeSubject on, AtReceiver check) {
        return sent(on, sent -> {
            sent.allowed().start().pages().vcpus();
            try (RehearsedLaunch receiver = on.launch()) {
                return check.check(sent, receiver);
            }
        });
    }

    private static String receiver(SentGuest sent) {
        int length = sent.receiver().length();
        CheckEnd.require(length <= GuestTransfer.MOST_PACKET, "an identity of " + length + " bytes");
        CheckEnd.require(sent.askReceiver().equals(sent.receiver()), "it is another the second time");
        return length + " bytes";
    }

    private static String fingerprint(GuestTypeSubject on, SentGuest sent) {
        GuestTransfer can = there(on);
        Bytes first = on.calls().ask("fingerprint", () -> can.fingerprint(sent.receiver()));
        Bytes second = on.calls().ask("fingerprint", () -> can.fingerprint(sent.receiver()));
        CheckEnd.require(first.length() == FINGERPRINT, first.length() + " bytes");
        CheckEnd.require(first.equals(second), "it is another the second time");
        try {
            on.calls().ask("fingerprint", () -> can.fingerprint(NONSENSE));
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().kind() == Problem.Kind.INPUT,
                    "nonsense is refused as " + e.problem().kind());
            return first.hex();
        }
        throw CheckEnd.failed("three bytes are an identity");
    }

    private static String policy(SentGuest sent) {
        String seen;
        try {
            sent.require();
            seen = "accepted";
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().kind() == Problem.Kind.HOST,
                    "refused as " + e.problem().kind());
            seen = e.getMessage();
        }
        CheckEnd.require(sent.launch().status().ready(), "not ready after it");
        return seen;
    }

    private static String start(SentGuest sent) {
        sent.allowed().start();
        CheckEnd.require(!sent.launch().status().ready(), "it is ready");
        return sent.launch().status().state();
    }

    private static String cancel(SentGuest sent) {
        sent.allowed().start().pages().cancel();
        CheckEnd.require(sent.launch().status().ready(), "not ready afterwards");
        sent.start().pages().vcpus().finish();
        return "ready, and sent anew";
    }

    private static String pages(SentGuest sent) {
        sent.allowed().start().pages();
        long gpa = sent.sentPages().keySet().stream()
                .findFirst()
                .orElseThrow(() -> CheckEnd.notApplicable("the plan has no ranges"));
        int length = sent.page(gpa).length();
        CheckEnd.require(length <= GuestTransfer.MOST_PACKET, "a packet of " + length + " bytes");
        return length + " bytes for a page";
    }

    private static String vcpus(SentGuest sent) {
        sent.allowed().start().vcpus();
        return sent.sentVcpus().stream().filter(packet -> packet.length() > 0).count() + " packets";
    }

    private static String finish(SentGuest sent) {
        sent.allowed().start().pages().vcpus().finish();
        CheckEnd.require(!sent.launch().status().ready(), "it is ready");
        return sent.launch().status().state();
    }

    private static String arrives(SentGuest sent, RehearsedLaunch receiver) {
        sent.arriveAt(receiver);
        CheckEnd.require(
                receiver.status().ready(), "not ready: " + receiver.status().detail());
        MemoryView before = sent.launch().machine().memory().guestView();
        MemoryView after = receiver.machine().memory().guestView();
        for (long gpa : sent.sentPages().keySet()) {
            CheckEnd.require(
                    before.read(gpa, GuestMemory.PAGE).equals(after.read(gpa, GuestMemory.PAGE)),
                    "page 0x" + Long.toHexString(gpa) + " differs");
        }
        return sent.sentPages().size() + " pages are equal";
    }

    private static String early(SentGuest sent, RehearsedLaunch receiver) {
        sent.startAt(receiver);
        CheckEnd.require(!receiver.status().ready(), "it is ready");
        return receiver.status().state();
    }

    private static String nonsense(SentGuest sent, RehearsedLaunch receiver) {
        return refused(() -> sent.startAt(receiver, NONSENSE));
    }

    private static String alteredPages(SentGuest sent, RehearsedLaunch receiver) {
        sent.startAt(receiver);
        Map.Entry<Long, Bytes> page = sent.sentPages().entrySet().stream()
                .findFirst()
                .orElseThrow(() -> CheckEnd.notApplicable("the plan has no ranges"));
        for (int at = 0; at < page.getValue().length(); at += at < FEW ? 1 : STRIDE) {
            Bytes altered = altered(page.getValue(), at);
            refused(() -> sent.pageAt(receiver, page.getKey(), altered));
        }
        return "refused";
    }

    private static String alteredVcpu(SentGuest sent, RehearsedLaunch receiver) {
        Bytes packet = sent.sentVcpus().get(0);
        if (packet.length() == 0) {
            throw CheckEnd.notApplicable("processors have no packets");
        }
        sent.startAt(receiver);
        for (int at = 0; at < packet.length(); at += at < FEW ? 1 : STRIDE) {
            Bytes altered = altered(packet, at);
            refused(() -> sent.vcpuAt(receiver, 0, altered));
        }
        return "refused";
    }

    private static Bytes altered(Bytes packet, int at) {
        byte[] bytes = packet.toArray();
        bytes[at] ^= 1;
        return Bytes.wrap(bytes);
    }

    private static String refused(Runnable call) {
        try {
            call.run();
        } catch (CloisterException e) {
            Problem.Kind kind = e.problem().kind();
            CheckEnd.require(kind == Problem.Kind.INPUT || kind == Problem.Kind.OPERATION, "refused as " + kind);
            return e.getMessage();
        }
        throw CheckEnd.failed("it was not refused");
    }
}
