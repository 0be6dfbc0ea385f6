/**
 * Memory that is encrypted page by page: what guest, host and secure processor each see of it, and to which of them a
 * page is assigned.
 *
 * <p>No parameter and no result is null.
 */
package org.cloister.softsev.memory;
