// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PageKind;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;

/**
 * A type of another vendor's whose guests can be sent. A packet is the content behind a digest over it and the
 * receiver's key; that protects nothing but shows what is altered.
 */
class Parcel implements ConfidentialGuestSupport, GuestTransfer {
    static final GuestType TYPE = new GuestType("parcel");
    static final long CONTENT = 0x2000;

    private static final ContextSchema SCHEMA = new ContextSchema("org.cloister.test.parcel", 1);
    private static final int DIGEST = 32;

    static LaunchContext first() {
        return LaunchContext.empty(TYPE, SCHEMA);
    }

    static ParcelVmm.Room room(Machine machine) {
        return machine.channel(ParcelVmm.Room.class);
    }

    private static Bytes sealed(Bytes key, Bytes content) {
        byte[] both = Arrays.copyOf(key.toArray(), key.length() + content.length());
        content.copyTo(0, both, key.length(), content.length());
        byte[] packet = Arrays.copyOf(
                Crypto.usual().digest(Hash.SHA256, Bytes.wrap(both)).toArray(), DIGEST + content.length());
        content.copyTo(0, packet, DIGEST, content.length());
        return Bytes.wrap(packet);
    }

    private static Bytes opened(Bytes key, Bytes packet) {
        if (packet.length() >= DIGEST) {
            Bytes content = packet.slice(DIGEST, packet.length() - DIGEST);
            if (sealed(key, content).equals(packet)) {
                return content;
            }
        }
        throw Problem.operation("parcel.altered", "the packet is not for this platform, or was altered")
                .exception();
    }

    @Override
    public GuestType type() {
        return TYPE;
    }

    @Override
    public int strength() {
        return 10;
    }

    @Override
    public List<PropertyDescription> properties() {
        return List.of();
    }

    @Override
    public ContextSchema contextSchema() {
        return SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(SCHEMA);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return platform.offers(TYPE.name()) ? Eligibility.yes("") : Eligibility.no(List.of("not there"));
    }

    @Override
    public boolean needsFirmware() {
        return false;
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        byte[] content = new byte[2 * 4096];
        Arrays.fill(content, (byte) 7);
        return new LaunchPlan(
                TYPE,
                List.of(new MemoryRegion("low", 0, 0x8000), new MemoryRegion("high", 0x100000, 0x4000)),
                List.of(new InitialRange(
                        "content", CONTENT, content.length, PageKind.NORMAL, Optional.of(Bytes.of(content)))),
                List.of(VcpuState.of(0, Map.of("pc", CONTENT)), VcpuState.of(1, Map.of("pc", 3L))),
                true,
                new GuestPolicy(5, Map.of("stay", "off")),
                "",
                List.of());
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return Optional.empty();
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        return first();
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        return context;
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        machine.memory().hostView().write(range.gpa(), range.content().orElseThrow());
        machine.memory().turn(range.gpa(), range.size(), Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        return context;
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        return new Outcome<>(
                context, Measurement.of("SHA-256", Bytes.of(new byte[DIGEST]), Measurement.Source.FIRMWARE));
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        room(machine).seal();
        room(machine).state = "running";
        return context;
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        String state = room(machine).state;
        return new GuestStatus(state, state.equals("running"), state);
    }

    @Override
    public Bytes receiver(Machine machine) {
        return room(machine).key();
    }

    @Override
    public Bytes fingerprint(Bytes receiver) {
        return Crypto.usual().digest(Hash.SHA256, receiver);
    }

    @Override
    public void requireSend(LaunchContext context, Bytes receiver, Machine machine) {}

    private static void become(String from, String to, Machine machine) {
        if (!room(machine).state.equals(from)) {
            throw Problem.operation("parcel.state", "not in the state for this")
                    .found(room(machine).state)
                    .expected(from)
                    .exception();
        }
        room(machine).state = to;
    }

    @Override
    public Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine) {
        become("running", "sending " + receiver.hex(), machine);
        return new Outcome<>(context, sealed(receiver, Bytes.of(new byte[] {1})));
    }

    private static Bytes to(Machine machine) {
        return Bytes.ofHex(room(machine).state.substring("sending ".length()));
    }

    @Override
    public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
        return new Outcome<>(
                context, sealed(to(machine), machine.memory().guestView().read(gpa, size)));
    }

    @Override
    public Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine) {
        return new Outcome<>(context, index == 0 ? Bytes.EMPTY : sealed(to(machine), Bytes.of(new byte[] {9})));
    }

    @Override
    public LaunchContext sendFinish(LaunchContext context, Machine machine) {
        become(room(machine).state, "sent", machine);
        return context;
    }

    @Override
    public LaunchContext sendCancel(LaunchContext context, Machine machine) {
        become(room(machine).state, "running", machine);
        return context;
    }

    @Override
    public LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine) {
        opened(room(machine).key(), packet);
        become("new", "receiving", machine);
        return first();
    }

    @Override
    public LaunchContext receivePages(LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
        Bytes content = opened(room(machine).key(), packet);
        machine.memory().hostView().write(gpa, content);
        machine.memory().turn(gpa, size, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        return context;
    }

    @Override
    public LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine) {
        opened(room(machine).key(), packet);
        return context;
    }

    @Override
    public LaunchContext receiveFinish(LaunchContext context, Machine machine) {
        become("receiving", "running", machine);
        room(machine).seal();
        return context;
    }
}
