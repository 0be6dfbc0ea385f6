// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.cloister.cli.command.CommandTable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The commands in the framework's shell (Gogo), where there is one: {@code cloister:launch} and so on, with the options
 * that the program has. Each command that the table gives to the shell is a service of its own.
 *
 * <p>Karaf's shell takes more than a function: its commands are made by {@code org.cloister.karaf}.
 *
 * <p>Nothing of Gogo's is loaded by this class, as most frameworks have no shell.
 */
@Component(
        immediate = true,
        service = {})
public final class ShellCommands {
    private static final String KARAF = "org.apache.karaf.shell.core";

    private final FrameworkServices services;
    private final BundleContext bundle;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    /** Commands that find the framework's services. */
    @Activate
    public ShellCommands(@Reference FrameworkServices services, BundleContext bundle) {
        this.services = services;
        this.bundle = bundle;
    }

    @Reference(
            service = CommandProcessor.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    synchronized void bindShell(ServiceReference<?> shell) {
        if (shell.getBundle().getSymbolicName().equals(KARAF)) {
            return;
        }
        CommandTable.rows().values().stream()
                .filter(CommandTable.Row::shell)
                .forEach(row -> registrations.add(ShellCommand.register(bundle, services, row)));
    }

    synchronized void unbindShell(ServiceReference<?> shell) {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }
}
