import '@mantine/core/styles.css';
import {
  Anchor,
  Button,
  Container,
  MantineProvider,
  Rating,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

/** The rating page as most products would build it: React and a component library, the same words and fields. */
function RatingForm() {
  const [rating, setRating] = useState(0);
  return (
    <Container size="xs" py="lg">
      <form method="post">
        <Stack>
          <Text fw={600}>Hale &amp; Sons Plumbing</Text>
          <Title order={1}>How did we do, Ana?</Title>
          <Text c="dimmed">Boiler repair with Dan, Tuesday 17 November</Text>
          <Rating name="rating" size="xl" value={rating} onChange={setRating} />
          <Textarea label="Anything to add?" name="comment" maxLength={2000} minRows={4} />
          <Button type="submit" size="lg">
            Send
          </Button>
          <Text size="sm" c="dimmed">
            Goes to Hale &amp; Sons Plumbing. Nothing is published.
          </Text>
          <Anchor href="/stop">Stop these messages</Anchor>
        </Stack>
      </form>
    </Container>
  );
}

/** Types of the browser are not those of the server, which this folder is checked with. */
const { document } = globalThis as unknown as { document: { getElementById(id: string): never } };

createRoot(document.getElementById('root')).render(
  <MantineProvider>
    <RatingForm />
  </MantineProvider>,
);
