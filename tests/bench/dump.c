/*
 * Reads the XML of all domains, and does nothing with it: an audit of the same connections cannot
 * be faster. N: requests in flight per connection
 *
 * usage: dump N URI...
 */
#include <libvirt/libvirt.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct host {
	const char *uri;
	virConnectPtr connection;
	virDomainPtr *domains;
	int n, next;
	pthread_t thread;
};

static int in_flight;

static void *read_domains(void *data)
{
	struct host *host = data;
	int i;

	while ((i = __atomic_fetch_add(&host->next, 1, __ATOMIC_RELAXED)) < host->n) {
		free(virDomainGetXMLDesc(host->domains[i], VIR_DOMAIN_XML_INACTIVE));
		virDomainFree(host->domains[i]);
	}
	return NULL;
}

static void *read_host(void *data)
{
	struct host *host = data;
	pthread_t threads[100];

	host->connection = virConnectOpenReadOnly(host->uri);
	if (!host->connection)
		exit(2);
	host->n = virConnectListAllDomains(host->connection, &host->domains, 0);
	for (int i = 1; i < in_flight; i++)
		pthread_create(&threads[i], NULL, read_domains, host);
	read_domains(host);
	for (int i = 1; i < in_flight; i++)
		pthread_join(threads[i], NULL);
	free(host->domains);
	virConnectClose(host->connection);
	return NULL;
}

int main(int argc, char **argv)
{
	struct host hosts[100] = { { 0 } };
	int n = argc - 2, total = 0;

	in_flight = argc > 2 ? atoi(argv[1]) : 0;
	if (in_flight < 1 || in_flight > 100 || n < 1 || n > 100) {
		fputs("usage: dump N URI...\n", stderr);
		return 2;
	}
	virInitialize();
	for (int i = 0; i < n; i++) {
		hosts[i].uri = argv[i + 2];
		pthread_create(&hosts[i].thread, NULL, read_host, &hosts[i]);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(hosts[i].thread, NULL);
		total += hosts[i].n;
	}
	printf("%d domains\n", total);
	return 0;
}
