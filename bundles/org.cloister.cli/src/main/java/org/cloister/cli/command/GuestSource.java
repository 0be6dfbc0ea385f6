// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.definition.DomainGuest;

/**
 * Where a guest comes from that options complete.
 *
 * @param domain what defines it; empty where options alone do
 * @param use what it is wanted for
 * @param notes where it is noted what of it people should know
 */
record GuestSource(Optional<DomainGuest> domain, RequestUse use, DefinitionNotes notes) {}
