"""Where words stand: of each word that is no stop word the lines that have it, in order; then how
many words have each number of lines."""
from mrjob.job import MRJob
from mrjob.step import MRStep


class WordPlaces(MRJob):

    SORT_VALUES = True
    FILES = ['stop_words.txt']

    def steps(self):
        return [
            MRStep(
                mapper_pre_filter='grep -v ^#',
                mapper_init=self.read_stop_words,
                mapper=self.places_of_words,
                reducer=self.in_order,
            ),
            MRStep(
                mapper=self.number_of_places, combiner=self.add_up, reducer=self.add_up
            ),
        ]

    def read_stop_words(self):
        with open('stop_words.txt') as words:
            self.stop_words = set(words.read().split())

    def places_of_words(self, _, line):
        number, text = line.split(' ', 1)
        for word in text.split():
            if word in self.stop_words:
                self.increment_counter('words', 'stopped')
            else:
                self.increment_counter('words', 'placed')
                yield word, int(number)

    def in_order(self, word, places):
        places = list(places)
        if places != sorted(places, key=str):
            raise ValueError('values do not come sorted by their text: %r' % places)
        yield word, sorted(set(places))

    def number_of_places(self, word, places):
        yield len(places), 1

    def add_up(self, places, counts):
        self.increment_counter('words', 'sums')
        yield places, sum(counts)


if __name__ == '__main__':
    WordPlaces.run()
