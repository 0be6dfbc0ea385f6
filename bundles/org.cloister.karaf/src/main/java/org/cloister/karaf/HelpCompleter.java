// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the first word behind {@code cloister:help}. */
@Service
public final class HelpCompleter implements Completer {
    @Reference
    private KarafCommands commands;

    /** Called by Karaf, which sets the field. */
    public HelpCompleter() {}

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(commands.names()).complete(session, line, candidates);
    }
}
