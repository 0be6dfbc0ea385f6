package org.cloister.cli.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.cli.session.Services;

/** The services that a test gives. */
final class FakeServices implements Services {
    GuestLauncher launcher;
    HostFacts host;
    PlatformConditions conditions;
    final List<CapabilityProbe> probes = new ArrayList<>();

    @Override
    public Optional<GuestLauncher> launcher() {
        return Optional.ofNullable(launcher);
    }

    @Override
    public Optional<HostFacts> host() {
        return Optional.ofNullable(host);
    }

    @Override
    public List<CapabilityProbe> probes() {
        return List.copyOf(probes);
    }

    @Override
    public Optional<PlatformConditions> conditions() {
        return Optional.ofNullable(conditions);
    }
}
