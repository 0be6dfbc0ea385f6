// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Preview;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.Selection;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;

/** Stands for the service that a framework has: it remembers what it was asked for. */
public class FakeLauncher implements GuestLauncher {
    /** A type that only its bundle knows. */
    private static final GuestType VENDORS = new GuestType("capsule");

    public LaunchRequest request;
    public Limits limits;
    public FakeGuest guest;

    /** What guests answer when they are asked for a report. */
    public Function<Bytes, Evidence> evidence = data -> {
        throw new UnsupportedOperationException();
    };

    public Executor executor;
    public Function<LaunchPlan, Optional<Measurement>> expected =
            plan -> Optional.of(Measurement.of("SHA-384", SnpDigest.of(plan), Measurement.Source.COMPUTED));

    /** Called at each launch, when its guest is there. */
    public Runnable launched = () -> {};

    /** The guests that were closed, in this order. */
    public final List<String> ended = new ArrayList<>();

    /** The guests whose platform went. */
    public final List<EndedGuest> lost = new ArrayList<>();

    private final GuestAttestation attestation = (context, data, machine) -> evidence.apply(data);
    private final List<FakeGuest> guests = new ArrayList<>();
    private final RuntimeException failure;

    /** One that launches. */
    public FakeLauncher() {
        this(null);
    }

    /** One that fails so, when a failure is given. */
    public FakeLauncher(RuntimeException failure) {
        this.failure = failure;
    }

    @Override
    public List<EndedGuest> ended() {
        return lost;
    }

    @Override
    public Selection select(LaunchRequest asked) {
        return FakeGuest.selection(asked);
    }

    @Override
    public boolean offers(Candidate candidate, Class<? extends GuestCapability> capability) {
        boolean paused = candidate.type().name().matches("sev(-es)?");
        if (paused || capability == SecretInjection.class) {
            return paused && capability == SecretInjection.class;
        }
        boolean emulated = candidate.trust() == Trust.EMULATED;
        PlatformFacts facts = new PlatformFacts(
                candidate.platform(),
                candidate.trust(),
                emulated ? Map.of(PlatformFacts.GUEST_REQUESTS, "") : Map.of(),
                emulated ? Map.of() : Map.of(PlatformFacts.GUEST_REQUESTS, "ask inside"),
                Map.of());
        attestation.requirePlatform(facts);
        return true;
    }

    @Override
    public Preview preview(LaunchRequest asked) {
        request = asked;
        LaunchPlan plan = SnpPlanner.plan(FakeGuest.known(asked));
        Measurement digest = Measurement.of("SHA-384", SnpDigest.of(plan), Measurement.Source.COMPUTED);
        return new Preview(FakeGuest.selection(asked), plan, Optional.of(digest));
    }

    @Override
    public Guest receive(ReceiveSource source, LaunchListener listener, Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Expectation> expect(GuestType type, GuestRequest asked) {
        if (!type.equals(VENDORS)) {
            return Optional.empty();
        }
        LaunchPlan plan = SnpPlanner.plan(asked);
        return Optional.of(new Expectation(plan, expected.apply(plan)));
    }

    @Override
    public Guest launch(LaunchRequest asked, LaunchListener listener, Limits allowed) {
        request = asked;
        limits = allowed;
        allowed.check();
        if (failure != null) {
            throw failure;
        }
        guest = new FakeGuest("g" + (guests.size() + 1), asked, executor, ended::add, evidence);
        guests.add(guest);
        launched.run();
        return guest;
    }

    @Override
    public List<Guest> guests() {
        return guests.stream()
                .filter(one -> !one.closed())
                .map(Guest.class::cast)
                .toList();
    }
}
