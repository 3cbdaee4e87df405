.PHONY: run test long pictures bench interop lock

run: # the demonstration, on 127.0.0.1:$PORT (8000)
	@config/bin/run.sh

test: # every check
	@config/bin/test.sh

long: # the unit tests again: full-size property tests, 200 rounds of each race
	@config/bin/test.sh long

bench: # CPU, time and queries of each page beside a bare page; some twenty minutes
	@config/bin/bench.sh

interop: # 50 of our documents saved again by LibreOffice, where it is installed, and read back
	@config/bin/interop.sh

pictures: # those of the handbook and of README.md, from a demonstration; checks the handbook's words
	@config/bin/pictures.sh

lock: # both lock files; what is locked stays unless UPGRADE=--upgrade
	@config/bin/lock.sh $(UPGRADE)
