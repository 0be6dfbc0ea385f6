// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.guard.AskedProbe;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.VendorService;
import org.cloister.cli.report.ExecutionLog;

/** What a class path provides. Nothing there keeps a platform, so nothing launches guests. */
public final class ClassPathServices implements CommandServices {
    private final ExecutionLog executions = new ExecutionLog();

    @Override
    public Optional<GuestLauncher> launcher() {
        return Optional.empty();
    }

    @Override
    public void requireFramework() {
        throw new NeedsFrameworkException();
    }

    @Override
    public Optional<HostFacts> host() {
        return ServiceLoader.load(HostFacts.class).findFirst();
    }

    @Override
    public List<AskedProbe> probes() {
        return ServiceLoader.load(CapabilityProbe.class).stream()
                .map(provider -> VendorService.<CapabilityProbe>of(
                        provider.type().getName(), provider::get, VendorService.PATIENCE))
                .map(AskedProbe::new)
                .toList();
    }

    @Override
    public Optional<PlatformConditions> conditions() {
        return Optional.empty();
    }

    @Override
    public Optional<BackendKeeper> keeper() {
        return Optional.empty();
    }

    @Override
    public Optional<Doctor> doctor() {
        return Optional.empty();
    }

    @Override
    public Optional<OperatorSettings> settings() {
        return Optional.empty();
    }

    @Override
    public ExecutionLog executions() {
        return executions;
    }

    @Override
    public List<AskedProcessor> processors() {
        return List.of();
    }

    @Override
    public void emulate(Map<String, String> settings, Limits limits) {
        throw Problem.host(CliCodes.SERVICE_MISSING, "no platform is running here")
                .expected("a framework")
                .exception();
    }

    @Override
    public boolean keep(Map<String, String> settings, Limits limits) {
        return false;
    }
}
